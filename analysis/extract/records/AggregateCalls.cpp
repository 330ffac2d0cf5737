#include "analysis/extract/records/AggregateCalls.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The aggregates among template arguments, those of other templates' instances included.
void collect(ArrayRef<TemplateArgument> Arguments, std::vector<const CXXRecordDecl *> &Found) {
  for (const TemplateArgument &A : Arguments) {
    if (A.getKind() == TemplateArgument::Pack)
      collect(A.pack_elements(), Found);
    if (A.getKind() != TemplateArgument::Type)
      continue;
    const auto *Class = A.getAsType().getNonReferenceType()->getAsCXXRecordDecl();
    if (!Class || !Class->hasDefinition())
      continue;
    if (Class->isAggregate())
      Found.push_back(Class);
    if (const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Class))
      collect(Instance->getTemplateArgs().asArray(), Found);
  }
}

} // namespace

std::vector<const CXXRecordDecl *> aggregatesMadeBy(const ASTContext &Context,
                                                    const FunctionDecl &Callee,
                                                    ArrayRef<const Expr *> Arguments) {
  const FunctionTemplateDecl *Template = Callee.getPrimaryTemplate();
  const TemplateArgumentList *Own = Callee.getTemplateSpecializationArgs();
  if (!Context.getLangOpts().CPlusPlus20 || !Template || !Own ||
      !Context.getSourceManager().isInSystemHeader(Template->getLocation()))
    return {};
  const FunctionDecl &Pattern = *Template->getTemplatedDecl();
  if (Pattern.getNumParams() == 0 || !Pattern.parameters().back()->isParameterPack() ||
      Arguments.size() < Pattern.getNumParams())
    return {};
  std::vector<const CXXRecordDecl *> Found;
  for (const TemplateArgument &A : Own->asArray())
    if (A.getKind() != TemplateArgument::Pack) // deduced from the arguments
      collect(A, Found);
  if (const auto *Class = dyn_cast<ClassTemplateSpecializationDecl>(Callee.getDeclContext()))
    collect(Class->getTemplateArgs().asArray(), Found);
  auto IsCopied = [&](const CXXRecordDecl *Record) {
    return llvm::any_of(Arguments.drop_front(Pattern.getNumParams() - 1), [&](const Expr *E) {
      const auto *Type = E->getType()->getAsCXXRecordDecl();
      return Type && Type->getCanonicalDecl() == Record->getCanonicalDecl();
    });
  };
  llvm::erase_if(Found, IsCopied);
  return Found;
}

} // namespace memlint
