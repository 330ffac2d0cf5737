#include "analysis/extract/trips/Constancy.h"

#include "clang/AST/ExprCXX.h"

namespace memlint {

using namespace clang;

namespace {

/// Whether a part of `S` names a variable or member of `Decls`.
bool namesAny(const Stmt *S, const llvm::DenseSet<const ValueDecl *> &Decls) {
  if (!S)
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && Decls.contains(Ref->getDecl()))
    return true;
  if (const auto *Member = dyn_cast<MemberExpr>(S);
      Member && Decls.contains(Member->getMemberDecl()))
    return true;
  return llvm::any_of(S->children(), [&](const Stmt *Part) { return namesAny(Part, Decls); });
}

} // namespace

bool Constancy::changesFields() const {
  return llvm::any_of(Effects.Changed, [](const ValueDecl *D) { return isa<FieldDecl>(D); });
}

/// A local reference or pointer is made of names; what they name may be changed by them.
bool Constancy::keepsReferred(const VarDecl &Reference) const {
  return isa<ParmVarDecl>(Reference) || !Reference.hasLocalStorage() ||
         !namesAny(Reference.getInit(), Effects.Changed);
}

bool Constancy::keepsPointee(const Expr &Pointer, QualType Pointee) const {
  const ValueDecl *Object = namedObject(&Pointer);
  if (!Object || Effects.HasErrors || Object->getType().isVolatileQualified() ||
      Pointee.isVolatileQualified() || Effects.Changed.contains(Object))
    return false;
  const auto *Var = dyn_cast<VarDecl>(Object);
  return (!Var || keepsReferred(*Var)) &&
         (Pointee.isConstQualified() || !Effects.MayWriteElsewhere);
}

bool Constancy::keepsNamed(const Expr &E, const ValueDecl &Object) const {
  if (const auto *Member = dyn_cast<MemberExpr>(&E)) {
    const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
    if (isa<CXXThisExpr>(Base)) // code that is not visible here may hold this object
      return !Effects.ChangesThis && !Effects.MayWriteElsewhere;
    return keeps(*Base);
  }
  QualType Type = Object.getType();
  const auto &Var = cast<VarDecl>(Object);
  if (Type->isPointerType() && !Type->getPointeeType().isConstQualified())
    return false; // whoever holds the pointer may change what it points to
  if ((Type->isPointerType() || Type->isReferenceType()) && !keepsReferred(Var))
    return false;
  if (Type.isConstQualified())
    return true;
  if (Type->isReferenceType() && Type->getPointeeType()->isScalarType())
    return false; // another name may change the number
  if (Type->isReferenceType() && Type->getPointeeType().isConstQualified())
    return true; // who is given an object to read may expect that it stays
  if (!Var.hasLocalStorage())
    return false;
  const auto *Ref = dyn_cast<DeclRefExpr>(&E);
  bool OfOuterFunction = Ref && Ref->refersToEnclosingVariableOrCapture();
  return !Effects.MayWriteElsewhere ||
         (!OfOuterFunction && !handedOutIn(FunctionBody).contains(&Var));
}

bool Constancy::keepsValue(const VarDecl &Var) const {
  return !Effects.HasErrors && !Effects.Changed.contains(&Var) && Var.hasLocalStorage() &&
         !Var.getType()->isReferenceType() && !Var.getType().isVolatileQualified() &&
         (!Effects.MayWriteElsewhere || !handedOutIn(FunctionBody).contains(&Var));
}

bool Constancy::keeps(const Expr &E) const {
  const Expr *Named = E.IgnoreParenImpCasts();
  if (isa<CXXThisExpr>(Named))
    return !Effects.HasErrors && !Effects.ChangesThis && !Effects.MayWriteElsewhere;
  if (const auto *Deref = dyn_cast<UnaryOperator>(Named); Deref && Deref->getOpcode() == UO_Deref)
    return keepsPointee(*Deref->getSubExpr(), Deref->getType());
  const ValueDecl *Object = namedObject(Named);
  return Object && !Effects.HasErrors && !Object->getType().isVolatileQualified() &&
         !Effects.Changed.contains(Object) && keepsNamed(*Named, *Object);
}

/// A call may read any part of its object; the standard's objects have no parts to be named.
bool Constancy::keepsCalled(const Expr &Callee, const Expr &Object) const {
  const auto *Method = dyn_cast<MemberExpr>(Callee.IgnoreParens());
  const auto *Class =
      Method ? dyn_cast<CXXRecordDecl>(Method->getMemberDecl()->getDeclContext()) : nullptr;
  if (!Class || (!Class->isInStdNamespace() && changesFields()))
    return false;
  const auto *Inner = dyn_cast<CXXMemberCallExpr>(Object.IgnoreParenImpCasts());
  return Inner ? keepsAll(*Inner) : keeps(Object);
}

bool Constancy::keepsAll(const Expr &Read) const {
  const Expr *E = Read.IgnoreParenImpCasts();
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return keepsCalled(*Call->getCallee(), *Call->getImplicitObjectArgument());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E); Ref && !isa<VarDecl>(Ref->getDecl()))
    return true; // an enumerator, a function
  if (isa<DeclRefExpr, MemberExpr, CXXThisExpr>(E))
    return keeps(*E);
  if (const auto *Deref = dyn_cast<UnaryOperator>(E); Deref && Deref->getOpcode() == UO_Deref)
    return keeps(*E);
  if (isa<UnaryExprOrTypeTraitExpr>(E))
    return true;
  // Another name may reach what a smart pointer points to; elements belong to their container.
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E); Call && Call->getOperator() == OO_Star &&
                                                           !Call->getType().isConstQualified() &&
                                                           Effects.MayWriteElsewhere)
    return false;
  return llvm::all_of(E->children(), [&](const Stmt *Part) {
    const auto *Operand = dyn_cast_or_null<Expr>(Part);
    return Operand && keepsAll(*Operand);
  });
}

} // namespace memlint
