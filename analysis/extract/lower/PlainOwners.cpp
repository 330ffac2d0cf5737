#include "analysis/extract/lower/PlainOwners.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Analysis/Analyses/LifetimeSafety/LifetimeAnnotations.h"
#include "llvm/ADT/STLExtras.h"

namespace memlint {
namespace {

using namespace clang;

/// Classes within classes that are looked into.
constexpr int MaxDepth = 8;

bool isPlain(const CXXRecordDecl &Named, int Deep);

bool isPlain(QualType Type, int Deep) {
  const clang::Type *Of = Type->getBaseElementTypeUnsafe();
  if (const CXXRecordDecl *Class = Of->getAsCXXRecordDecl())
    return isPlain(*Class, Deep + 1);
  return Of->isArithmeticType() || Of->isEnumeralType();
}

/// Owners of what they are given, as smart pointers, show it.
bool handsOver(const CXXRecordDecl &Owner) {
  return llvm::any_of(Owner.methods(), [](const CXXMethodDecl *M) {
    return M->getIdentifier() && M->getName() == "get";
  });
}

/// What a container of the library holds its arguments tell: elements, comparisons, allocators.
bool holdsPlainElements(const ClassTemplateSpecializationDecl &Owner, int Deep) {
  return !handsOver(Owner) &&
         llvm::all_of(Owner.getTemplateArgs().asArray(), [Deep](const TemplateArgument &A) {
           return A.getKind() != TemplateArgument::Type || isPlain(A.getAsType(), Deep);
         });
}

bool isPlain(const CXXRecordDecl &Named, int Deep) {
  const CXXRecordDecl *Class = Named.getDefinition();
  if (!Class || Deep > MaxDepth)
    return false;
  if (Class->isEmpty())
    return true;
  const QualType Type = Class->getASTContext().getCanonicalTagType(Class);
  const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  if (Class->isInStdNamespace() && !Instance) // as threads, which hand on what they are given
    return false;
  if (Class->isInStdNamespace() && lifetimes::isGslOwnerType(Type))
    return holdsPlainElements(*Instance, Deep);
  return llvm::all_of(Class->bases(),
                      [Deep](const CXXBaseSpecifier &B) { return isPlain(B.getType(), Deep); }) &&
         llvm::all_of(Class->fields(),
                      [Deep](const FieldDecl *F) { return isPlain(F->getType(), Deep); });
}

} // namespace

bool isPlainOwner(const CXXRecordDecl &Class) { return isPlain(Class, 0); }

} // namespace memlint
