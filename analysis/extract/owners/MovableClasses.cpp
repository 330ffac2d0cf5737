#include "analysis/extract/owners/MovableClasses.h"

#include "clang/AST/ASTContext.h"

namespace memlint {
namespace {

using namespace clang;

enum class Form : std::uint8_t { CopyMade, CopyAssigned, MoveMade, MoveAssigned };

bool isMove(Form F) { return F == Form::MoveMade || F == Form::MoveAssigned; }

/// The copy that is done where there is no move.
Form copyOf(Form F) { return F == Form::MoveMade ? Form::CopyMade : Form::CopyAssigned; }

const CXXMethodDecl *declared(const CXXRecordDecl &Class, Form F) {
  for (const CXXMethodDecl *M : Class.methods()) {
    if (M->isImplicit())
      continue;
    const auto *Made = dyn_cast<CXXConstructorDecl>(M);
    if ((F == Form::CopyMade && Made && Made->isCopyConstructor()) ||
        (F == Form::MoveMade && Made && Made->isMoveConstructor()) ||
        (F == Form::CopyAssigned && M->isCopyAssignmentOperator()) ||
        (F == Form::MoveAssigned && M->isMoveAssignmentOperator()))
      return M;
  }
  return nullptr;
}

bool declaresAny(const CXXRecordDecl &Class, std::initializer_list<Form> Forms) {
  return llvm::any_of(Forms, [&](Form F) { return declared(Class, F) != nullptr; });
}

bool canDo(const CXXRecordDecl &Class, Form F, bool &ByMembers);

/// Whether each base and member can be copied or moved.
bool membersCan(const CXXRecordDecl &Class, Form F) {
  auto Can = [F](QualType Type) {
    Type = Type->getBaseElementTypeUnsafe()->getCanonicalTypeInternal();
    const CXXRecordDecl *Part = Type->getAsCXXRecordDecl();
    bool Unused = false;
    return !Part || !Part->hasDefinition() || canDo(*Part->getDefinition(), F, Unused);
  };
  for (const CXXBaseSpecifier &Base : Class.bases())
    if (!Can(Base.getType()))
      return false;
  for (const FieldDecl *Field : Class.fields()) {
    const bool Assigned = F == Form::CopyAssigned || F == Form::MoveAssigned;
    if (Assigned && (Field->getType().isConstQualified() || Field->getType()->isReferenceType()))
      return false;
    const CXXRecordDecl *Part = Field->getType()->getAsCXXRecordDecl();
    bool Unused = false;
    if (Field->getType().isConstQualified() && Part && isMove(F) && Part->hasDefinition() &&
        !canDo(*Part->getDefinition(), copyOf(F), Unused))
      return false; // what is constant is not moved but copied
    if (!Can(Field->getType()))
      return false;
  }
  return true;
}

/// `ByMembers`: the compiler writes it.
bool canDo(const CXXRecordDecl &Class, Form F, bool &ByMembers) {
  if (const CXXMethodDecl *M = declared(Class, F)) {
    ByMembers = M->isDefaulted() && !M->isDeleted();
    return !M->isDeleted();
  }
  const bool MoveDeclared = declaresAny(Class, {Form::MoveMade, Form::MoveAssigned});
  if (!isMove(F)) {
    ByMembers = !MoveDeclared && membersCan(Class, F);
    return ByMembers;
  }
  if (MoveDeclared || Class.hasUserDeclaredDestructor() ||
      declaresAny(Class, {Form::CopyMade, Form::CopyAssigned}))
    return canDo(Class, copyOf(F), ByMembers);
  ByMembers = membersCan(Class, F);
  return ByMembers || canDo(Class, copyOf(F), ByMembers);
}

bool anyByMembers(const CXXRecordDecl &Class, Form Made, Form Assigned) {
  for (Form F : {Made, Assigned}) {
    bool ByMembers = false;
    if (canDo(Class, F, ByMembers) && ByMembers)
      return true;
  }
  return false;
}

} // namespace

bool copiesByMembers(const CXXRecordDecl &Class) {
  return anyByMembers(Class, Form::CopyMade, Form::CopyAssigned);
}

bool movesByMembers(const CXXRecordDecl &Class) {
  return anyByMembers(Class, Form::MoveMade, Form::MoveAssigned);
}

} // namespace memlint
