#include "analysis/extract/growth/Relocation.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace memlint {
namespace {

using namespace clang;

bool isResolved(const CXXMethodDecl &Method) {
  return !isUnresolvedExceptionSpec(
      Method.getType()->castAs<FunctionProtoType>()->getExceptionSpecType());
}

bool isNothrow(const CXXMethodDecl &Method) {
  return Method.getType()->castAs<FunctionProtoType>()->isNothrow();
}

const CXXConstructorDecl *declared(const CXXRecordDecl &Class, bool Move) {
  for (const CXXConstructorDecl *C : Class.ctors())
    if (Move ? C->isMoveConstructor() : C->isCopyConstructor())
      return C;
  return nullptr;
}

bool copyMayThrow(const ASTContext &Context, QualType Type) {
  const CXXRecordDecl *Class = Context.getBaseElementType(Type)->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition() || Class->hasTrivialCopyConstructor())
    return false;
  const CXXConstructorDecl *Copy = declared(*Class, /*Move=*/false);
  return !Copy || !isResolved(*Copy) || !isNothrow(*Copy);
}

/// Whether moving is known to be able to throw: stated by the class, or by a part of it where the
/// compiler writes the constructor.
bool moveMayThrow(const ASTContext &Context, QualType Type) {
  const CXXRecordDecl *Class = Context.getBaseElementType(Type)->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return false;
  const CXXDestructorDecl *Destructor = Class->getDestructor(); // a part of the question, too
  if (Destructor && isResolved(*Destructor) && !isNothrow(*Destructor))
    return true;
  bool Moves = Class->hasMoveConstructor(); // otherwise the copy constructor does
  const CXXConstructorDecl *Mover = declared(*Class, Moves);
  if (Mover && isResolved(*Mover))
    return !isNothrow(*Mover);
  auto Throws = [&](QualType Part) { // a const part is copied, never moved
    return Moves && !Part.isConstQualified() ? moveMayThrow(Context, Part)
                                             : copyMayThrow(Context, Part);
  };
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
