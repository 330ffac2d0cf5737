#include "analysis/extract/Relocation.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// Whether moving is known to be able to throw: stated by the class, or by a part of it where the
/// compiler writes the constructor.
bool moveMayThrow(const ASTContext &Context, QualType Type) {
  const CXXRecordDecl *Class = Context.getBaseElementType(Type)->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return false;
  for (const CXXConstructorDecl *C : Class->ctors()) {
    if (!C->isMoveConstructor() || C->isDefaulted())
      continue;
    const auto *Prototype = C->getType()->castAs<FunctionProtoType>();
    return !isUnresolvedExceptionSpec(Prototype->getExceptionSpecType()) && !Prototype->isNothrow();
  }
  auto Throws = [&](QualType Part) { return moveMayThrow(Context, Part); };
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (Throws(Base.getType()))
      return true;
  for (const FieldDecl *Field : Class->fields())
    if (Throws(Field->getType()))
      return true;
  return false;
}

bool hasCopyConstructor(const CXXRecordDecl &Class) {
  for (const CXXConstructorDecl *C : Class.ctors())
    if (C->isCopyConstructor())
      return !C->isDeleted();
  return Class.needsImplicitCopyConstructor() && !Class.defaultedCopyConstructorIsDeleted();
}

} // namespace

Relocation relocationOf(const ASTContext &Context, QualType Element) {
  if (Element.isTriviallyCopyableType(Context))
    return Relocation::Trivial;
  const CXXRecordDecl *Class = Element->getAsCXXRecordDecl();
  if (Class && Class->hasDefinition() && hasCopyConstructor(*Class) &&
      moveMayThrow(Context, Element))
    return Relocation::Copy;
  return Relocation::Move;
}

} // namespace memlint
