// Constructors' calls, and the copies that need none.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"

namespace memlint {

using namespace clang;

void BodyLowering::construct(const CXXConstructExpr &E, ir::Path To) {
  const CXXConstructorDecl *InPlace = Outline->MovedInPlace.lookup(&E);
  const CXXConstructorDecl &Constructor = InPlace ? *InPlace : *E.getConstructor();
  if (E.isElidable() && E.getNumArgs() != 0)
    if (const auto *From = dyn_cast<MaterializeTemporaryExpr>(coreOf(E.getArg(0)))) {
      into(From->getSubExpr(), To);
      return giveAway(From->getSubExpr());
    }
  if (E.getType()->isArrayType())
    To = elementOf(std::move(To));
  if (Constructor.isTrivial()) {
    if (Constructor.isCopyOrMoveConstructor() && E.getNumArgs() == 1)
      copy(To, Out.held(place(E.getArg(0))), ir::CopyReason::Init, E.getLocation());
    else if (E.requiresZeroInitialization() && Unit.Types.holdsPointers(E.getType()))
      copy(To, {ir::ValueKind::Null, 0}, ir::CopyReason::Init, E.getLocation());
    return;
  }
  Call C;
  C.Callee = &Constructor;
  C.Values.push_back(addressOf(To));
  addArguments(C, llvm::ArrayRef(E.getArgs(), E.getNumArgs()));
  emitCall(std::move(C), std::nullopt, E.getLocation());
}

/// An inherited constructor gets the parameters of the one that inherits it.
void BodyLowering::constructInherited(const CXXInheritedCtorInitExpr &E, const ir::Path &To) {
  Call C;
  C.Callee = E.getConstructor();
  C.Values.push_back(addressOf(To));
  if (Function)
    for (const ParmVarDecl *P : Function->parameters())
      C.Values.push_back(Out.held(pathOf(variable(*P))));
  emitCall(std::move(C), std::nullopt, E.getLocation());
}

ir::Path BodyLowering::materialized(const MaterializeTemporaryExpr &E) {
  if (const ir::Path *Known = known(&E))
    return *Known;
  const Expr *Sub = coreOf(E.getSubExpr());
  if (Sub->isGLValue())
    return Places[&E] = place(Sub);
  ir::Path To;
  if (isAggregate(Sub->getType())) {
    To = object(Sub);
  } else {
    const ir::Value V = isDropped(Sub->getType()) ? Opaques.unlike() : value(Sub);
    effects(Sub);
    To = newTemporary(Sub->getType(), Sub->getExprLoc());
    begin(To, Sub->getExprLoc());
    Pending.push_back({To, Sub->getType()});
    if (!isDropped(Sub->getType()))
      copy(To, V, ir::CopyReason::Init, Sub->getExprLoc());
  }
  if (const auto *Variable = dyn_cast_or_null<VarDecl>(E.getExtendingDecl()))
    keepWhile(*Variable, To);
  return Places[&E] = To;
}

void BodyLowering::keepWhile(const ValueDecl &Extending, const ir::Path &Object) {
  auto Found = llvm::find_if(Pending, [&](const Temporary &T) { return T.Object == Object; });
  if (Found == Pending.end())
    return;
  if (cast<VarDecl>(Extending).hasLocalStorage())
    Extended[&Extending].push_back(*Found);
  else
    Out.function().Variables[Object.Index].Kind = ir::VariableKind::Static;
  Pending.erase(Found);
}

/// The object that the expression makes is no temporary that ends here: its bytes are those of
/// another.
void BodyLowering::giveAway(const Expr *E) {
  while (true) {
    E = coreOf(E);
    if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E)) {
      BoundTemporaries[Bind].Given = true;
      E = Bind->getSubExpr();
    } else if (const auto *Cast = dyn_cast<CastExpr>(E)) {
      E = Cast->getSubExpr();
    } else if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
      giveAway(Choice->getTrueExpr());
      E = Choice->getFalseExpr();
    } else {
      return;
    }
  }
}

} // namespace memlint
