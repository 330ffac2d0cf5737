// Assignments, increments, and the atomic operations, which are both.
#include "analysis/extract/lower/BodyLowering.h"

#include "analysis/ir/PlainValues.h"

#include "clang/AST/ASTContext.h"

namespace memlint {

using namespace clang;

/// What a bit-field is to hold: of a masked variable what the variable holds, or nearly so.
ir::Value BodyLowering::narrowed(const Expr *E) {
  const ir::Value V = value(E);
  const auto *Mask = dyn_cast<BinaryOperator>(E->IgnoreParenCasts());
  const bool IsPart =
      V.Kind == ir::ValueKind::Held && maskOf(Out.function(), Out.function().Paths[V.Index]);
  if ((V.Kind != ir::ValueKind::Opaque && !IsPart) || !Mask || Mask->getOpcode() != BO_And ||
      !Mask->getRHS()->isIntegerConstantExpr(Context))
    return V;
  const Expr *Of = Mask->getLHS()->IgnoreParenCasts();
  return isa<DeclRefExpr>(Of) && Of->isLValue() ? shifted(Out.held(place(Of))) : V;
}

bool BodyLowering::isPositive(const Expr *E) const {
  const std::optional<llvm::APSInt> Number = E->getIntegerConstantExpr(Context);
  return Number && Number->isStrictlyPositive();
}

ir::Path BodyLowering::assign(const BinaryOperator &E) {
  if (const ir::Path *Known = known(&E))
    return *Known;
  const QualType Type = E.getLHS()->getType();
  if (E.getOpcode() == BO_Assign && isAggregate(Type)) { // of C
    const ir::Path To = place(E.getLHS());
    Opaques.write(E.getLHS());
    into(E.getRHS(), To);
    return Places[&E] = To;
  }
  ir::Value V;
  if (isDropped(Type)) {
    effects(E.getRHS());
    const ir::Path To = place(E.getLHS());
    return Places[&E] = To;
  }
  if (const std::optional<Update> Is = update(E)) {
    const ir::Path To = place(E.getLHS());
    Opaques.write(E.getLHS());
    if (!isWeak(To))
      write(To, Type, *Is, E.getOperatorLoc());
    return Places[&E] = To;
  }
  if (E.getOpcode() == BO_Assign)
    V = E.getLHS()->refersToBitField() ? narrowed(E.getRHS()) : value(E.getRHS());
  else
    effects(E.getRHS());
  const ir::Path To = place(E.getLHS());
  if (E.getOpcode() != BO_Assign)
    V = Type->isPointerType()
            ? shifted(Out.held(To), E.getOpcode() == BO_AddAssign && isPositive(E.getRHS()))
            : Opaques.unlike();
  Opaques.write(E.getLHS());
  if (!isUntold(To, Type, V))
    copy(To, V, ir::CopyReason::Assign, E.getOperatorLoc());
  return Places[&E] = To;
}

ir::Path BodyLowering::step(const UnaryOperator &E) {
  if (const ir::Path *Known = known(&E))
    return *Known;
  const ir::Path To = place(E.getSubExpr());
  Opaques.write(E.getSubExpr());
  const QualType Type = E.getSubExpr()->getType();
  if (!isDropped(Type) && !(Type->isIntegralOrEnumerationType() && isWeak(To)))
    copy(To,
         Type->isPointerType() || (E.isIncrementOp() && Type->isIntegerType())
             ? shifted(Out.held(To), E.isIncrementOp() && Type->isPointerType())
             : Opaques.unlike(),
         ir::CopyReason::Assign, E.getOperatorLoc());
  return Places[&E] = To;
}

/// Loads and stores are exact. What is exchanged under a condition is lost to us: the object holds
/// either.
ir::Value BodyLowering::atomic(const AtomicExpr &E) {
  const Expr *Pointer = E.getPtr();
  const ir::Path Object = pointee(value(Pointer), Pointer->getType(), E.getBuiltinLoc());
  const bool Holds = Unit.Types.holdsPointers(E.getValueType());
  const std::string Name =
      E.getOp() == AtomicExpr::AO__c11_atomic_init ? "store" : E.getOpAsString().str();
  auto Is = [&](llvm::StringRef Part) { return llvm::StringRef(Name).contains(Part); };
  if (Is("load")) {
    if (!E.getType()->isVoidType())
      return Out.held(Object);
    const Expr *To = E.getVal1();
    copy(pointee(value(To), To->getType(), E.getBuiltinLoc()), Out.held(Object),
         ir::CopyReason::Assign, E.getBuiltinLoc());
    return {};
  }
  if (Is("store") || (Is("exchange") && !Is("compare"))) {
    const Expr *From = E.getVal1();
    const bool ByAddress = E.isCmpXChg() || E.getOp() == AtomicExpr::AO__atomic_store ||
                           E.getOp() == AtomicExpr::AO__atomic_exchange;
    ir::Value Old;
    if (Is("exchange") && Holds) {
      const ir::Path Kept = newTemporary(E.getValueType(), E.getBuiltinLoc());
      copy(Kept, Out.held(Object), ir::CopyReason::Init, E.getBuiltinLoc());
      Old = Out.held(Kept);
    }
    const ir::Value New = ByAddress
                              ? Out.held(pointee(value(From), From->getType(), E.getBuiltinLoc()))
                              : value(From);
    copy(Object, New, ir::CopyReason::Assign, E.getBuiltinLoc());
    if (!E.getType()->isVoidType() && !Holds)
      return Opaques.unlike();
    return Old;
  }
  for (const Stmt *Child : E.children())
    if (const auto *Operand = dyn_cast_or_null<Expr>(Child); Operand && Operand != Pointer) {
      if (Holds)
        lose(value(Operand), ir::LossReason::Construct, E.getBuiltinLoc());
      else
        effects(Operand);
    }
  copy(Object, Holds ? ir::Value{} : Opaques.unlike(), ir::CopyReason::Assign, E.getBuiltinLoc());
  return Holds && !E.getType()->isIntegralOrEnumerationType() ? ir::Value{} : Opaques.unlike();
}

} // namespace memlint
