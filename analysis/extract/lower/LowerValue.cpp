// Values of prvalues that are no objects of classes or arrays.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtVisitor.h"

namespace memlint {

using namespace clang;

/// One case for each kind of expression.
class ValueLowering : public ConstStmtVisitor<ValueLowering, ir::Value> {
public:
  explicit ValueLowering(BodyLowering &Body) : Body(Body) {}

  ir::Value VisitIntegerLiteral(const IntegerLiteral *E) {
    return Body.number(llvm::APSInt(E->getValue(), E->getType()->isUnsignedIntegerType()));
  }
  ir::Value VisitCharacterLiteral(const CharacterLiteral *E) {
    // '\xff' is -1 where characters have signs.
    const llvm::APInt Bits(32, E->getValue());
    return Body.number(llvm::APSInt(Bits.zextOrTrunc(Body.Context.getIntWidth(E->getType())),
                                    E->getType()->isUnsignedIntegerType()));
  }
  ir::Value VisitCXXBoolLiteralExpr(const CXXBoolLiteralExpr *E) {
    return ir::FunctionBuilder::number(E->getValue());
  }
  ir::Value VisitCXXNullPtrLiteralExpr(const CXXNullPtrLiteralExpr *) { return null(); }
  ir::Value VisitGNUNullExpr(const GNUNullExpr *) { return null(); }
  ir::Value VisitImplicitValueInitExpr(const ImplicitValueInitExpr *E) {
    return Body.zero(E->getType());
  }
  ir::Value VisitCXXScalarValueInitExpr(const CXXScalarValueInitExpr *E) {
    return Body.zero(E->getType());
  }
  ir::Value VisitInitListExpr(const InitListExpr *E) {
    if (E->getNumInits() == 0)
      return Body.zero(E->getType());
    return E->getNumInits() == 1 ? Body.value(E->getInit(0)) : Body.opaque(E);
  }
  ir::Value VisitCXXThisExpr(const CXXThisExpr *E) {
    if (Body.ThisCapture) {
      const ir::Path Captured = Body.capturedPlace(*Body.ThisCapture);
      return Body.ThisCapture->getType()->isPointerType() ? Body.Out.held(Captured)
                                                          : Body.addressOf(Captured);
    }
    return Body.HasThis ? Body.Out.held(Body.pathOf(0)) : VisitStmt(E);
  }
  ir::Value VisitDeclRefExpr(const DeclRefExpr *E) {
    if (const auto *Constant = dyn_cast<EnumConstantDecl>(E->getDecl()))
      return Body.number(Constant->getInitVal());
    return Body.opaque(E);
  }
  ir::Value VisitUnaryExprOrTypeTraitExpr(const UnaryExprOrTypeTraitExpr *E) { return folded(E); }
  ir::Value VisitOffsetOfExpr(const OffsetOfExpr *E) { return folded(E); }

  ir::Value VisitCastExpr(const CastExpr *E);
  ir::Value VisitUnaryOperator(const UnaryOperator *E) {
    switch (E->getOpcode()) {
    case UO_AddrOf:
      return addressOf(*E);
    case UO_LNot:
      return compared(E);
    case UO_PostInc:
    case UO_PostDec: {
      if (E->isIncrementOp() && E->getType()->isIntegerType())
        return counted(*E);
      const ir::Path To = Body.step(*E);
      return remember(E, E->getType()->isPointerType() ? Body.shifted(Body.Out.held(To))
                                                       : Body.Opaques.unlike());
    }
    case UO_PreInc: // in C these are values
    case UO_PreDec:
      return remember(E, Body.Out.held(Body.step(*E)));
    case UO_Minus:
      return folded(E);
    case UO_Plus:
      return Body.value(E->getSubExpr());
    default:
      return Body.opaque(E);
    }
  }
  ir::Value VisitBinaryOperator(const BinaryOperator *E) {
    if (E->isAssignmentOp())
      return remember(E, Body.Out.held(Body.assign(*E)));
    if (E->getOpcode() == BO_Comma) {
      Body.effects(E->getLHS());
      return Body.value(E->getRHS());
    }
    if (E->isAdditiveOp() && E->getType()->isPointerType()) {
      const bool LeftIsPointer = E->getLHS()->getType()->isPointerType();
      Body.effects(LeftIsPointer ? E->getRHS() : E->getLHS());
      return Body.shifted(Body.value(LeftIsPointer ? E->getLHS() : E->getRHS()),
                          E->getOpcode() == BO_Add &&
                              Body.isPositive(LeftIsPointer ? E->getRHS() : E->getLHS()));
    }
    if (E->isLogicalOp())
      if (const std::optional<ir::Value> Decided = Body.decided(*E))
        return *Decided;
    if (const std::optional<ir::Path> Part = Body.masked(*E))
      return Body.Out.held(*Part);
    return E->isComparisonOp() ? compared(E) : folded(E);
  }
  ir::Value VisitAbstractConditionalOperator(const AbstractConditionalOperator *E) {
    Body.choose(*E);
    return Body.Joined.contains(E) ? Body.Out.held(Body.joined(*E)) : Body.Opaques.unlike();
  }
  ir::Value VisitCallExpr(const CallExpr *E) { return Body.call(*E); }
  ir::Value VisitCXXNewExpr(const CXXNewExpr *E) { return remember(E, Body.newObject(*E)); }
  ir::Value VisitCXXDeleteExpr(const CXXDeleteExpr *E) {
    Body.destroyAndFree(*E);
    return remember(E, {});
  }
  ir::Value VisitCXXThrowExpr(const CXXThrowExpr *E) {
    std::vector<ir::Value> Thrown;
    if (E->getSubExpr())
      Thrown.push_back(Body.argument(E->getSubExpr()));
    Body.emit(ir::OpKind::Throw, E->getThrowLoc()).Values = std::move(Thrown);
    return remember(E, {});
  }
  ir::Value VisitStmtExpr(const StmtExpr *E) {
    const Expr *Result = resultOf(*E);
    return Result && !E->getType()->isVoidType() ? Body.value(Result) : ir::Value{};
  }
  ir::Value VisitVAArgExpr(const VAArgExpr *E) {
    const ir::Path List = Body.argumentList(E->getSubExpr());
    return Body.Unit.Types.holdsPointers(E->getType()) ? Body.Out.held(List)
                                                       : Body.Opaques.unlike();
  }
  ir::Value VisitAtomicExpr(const AtomicExpr *E) { return remember(E, Body.atomic(*E)); }
  ir::Value VisitCXXDefaultArgExpr(const CXXDefaultArgExpr *E) {
    BodyLowering::Aside Scope(Body, E->getUsedLocation());
    return Body.value(E->getExpr());
  }
  ir::Value VisitCXXDefaultInitExpr(const CXXDefaultInitExpr *E) {
    return Body.value(E->getExpr());
  }
  ir::Value VisitMaterializeTemporaryExpr(const MaterializeTemporaryExpr *E) {
    return Body.Out.held(Body.materialized(*E));
  }
  ir::Value VisitCXXBindTemporaryExpr(const CXXBindTemporaryExpr *E) {
    return Body.value(E->getSubExpr());
  }
  ir::Value VisitPseudoObjectExpr(const PseudoObjectExpr *E) { return unknown(E); }
  ir::Value VisitBlockExpr(const BlockExpr *E) { return unknown(E); }
  ir::Value VisitStmt(const Stmt *S) {
    const auto *E = cast<Expr>(S);
    return Body.Unit.Types.holdsPointers(E->getType()) ? unknown(E) : Body.opaque(E);
  }

private:
  static ir::Value null() { return {ir::ValueKind::Null, 0}; }
  ir::Value remember(const Expr *E, ir::Value V) { return Body.Values[E] = V; }
  /// Whether the outcome is asked for elsewhere.
  bool isAskedLater(const Expr *E) const {
    return Body.OnlyAnswers || Body.Outline->Named.contains(coreOf(E));
  }
  /// Whether it tells what there is from what there is not: pointers, numbers below zero, and what
  /// a call answers.
  bool isTest(const Expr *E) const {
    if (isAskedLater(E))
      return true;
    auto IsPointer = [](const Expr *Operand) {
      return Operand->IgnoreParenImpCasts()->getType()->isPointerType();
    };
    if (const auto *Not = dyn_cast<UnaryOperator>(E))
      return IsPointer(Not->getSubExpr());
    const auto *Compared = cast<BinaryOperator>(E);
    if (IsPointer(Compared->getLHS()))
      return true;
    const auto With = Compared->getLHS()->getType()->isIntegerType()
                          ? Compared->getRHS()->getIntegerConstantExpr(Body.Context)
                          : std::nullopt;
    const bool IsAnswer = isa<CallExpr>(Compared->getLHS()->IgnoreParenImpCasts());
    return With && (With->isZero() ? Compared->isRelationalOp() || IsAnswer
                                   : Compared->isEqualityOp() && With->isAllOnes());
  }
  /// Of what is no branch. A test decides about more than a number, often far from here.
  ir::Value compared(const Expr *E) {
    const ir::Value Constant = folded(E);
    if (Constant.Kind == ir::ValueKind::Number || !E->getType()->isIntegralOrEnumerationType() ||
        !isTest(E))
      return Constant;
    const std::optional<ir::Value> Truth = Body.truth(*E);
    return Truth ? remember(E, *Truth) : Constant;
  }
  /// What a number is before it is incremented.
  ir::Value counted(const UnaryOperator &E) {
    const ir::Path Of = Body.place(E.getSubExpr());
    const ir::Path Before = Body.newTemporary(E.getType(), E.getOperatorLoc());
    Body.copy(Before, Body.Out.held(Of), ir::CopyReason::Init, E.getOperatorLoc());
    Body.step(E);
    return remember(&E, Body.Out.held(Before));
  }
  ir::Value folded(const Expr *E) {
    if (E->getType()->isIntegralOrEnumerationType() && !E->isValueDependent())
      if (auto Known = E->getIntegerConstantExpr(Body.Context))
        return Body.number(*Known);
    return Body.opaque(E);
  }
  ir::Value addressOf(const UnaryOperator &E) {
    const Expr *Sub = coreOf(E.getSubExpr());
    if (E.getType()->isMemberPointerType()) {
      const auto *Named = dyn_cast<DeclRefExpr>(Sub);
      const auto *Method = Named ? dyn_cast<CXXMethodDecl>(Named->getDecl()) : nullptr;
      return Method && !Method->isVirtual()
                 ? ir::Value{ir::ValueKind::Function, Body.symbol(*Method)}
                 : Body.Opaques.unlike();
    }
    return Body.address(Sub);
  }
  /// Of an integer variable that is a constant.
  std::optional<llvm::APSInt> constantOf(const Expr *Read) const {
    const auto *Named = dyn_cast<DeclRefExpr>(coreOf(Read));
    const auto *V = Named ? dyn_cast<VarDecl>(Named->getDecl()) : nullptr;
    if (!V || !V->getType().isConstQualified() || !V->getType()->isIntegralOrEnumerationType() ||
        !V->isUsableInConstantExpressions(Body.Context))
      return std::nullopt;
    const VarDecl *Defined = nullptr; // perhaps not this declaration, which has no value then
    const Expr *Init = V->getAnyInitializer(Defined);
    const APValue *Held = Init && !Init->isValueDependent() ? Defined->evaluateValue() : nullptr;
    return Held && Held->isInt() ? std::optional(Held->getInt()) : std::nullopt;
  }
  ir::Value unknown(const Expr *E);
  ir::Value integerCast(const CastExpr &E);
  ir::Value toBool(const CastExpr &E);

  BodyLowering &Body;
};

/// What it is made of may be anywhere then.
ir::Value ValueLowering::unknown(const Expr *E) {
  for (const Stmt *Child : E->children())
    if (const auto *Operand = dyn_cast_or_null<Expr>(Child)) {
      if (Operand->isGLValue())
        Body.lose(Body.address(Operand), ir::LossReason::Construct, E->getExprLoc());
      else if (Body.isAggregate(Operand->getType()))
        Body.lose(Body.Out.held(Body.object(Operand)), ir::LossReason::Construct, E->getExprLoc());
      else
        Body.lose(Body.value(Operand), ir::LossReason::Construct, E->getExprLoc());
    }
  return remember(E, {});
}

/// Widening keeps the value, and so does a change of sign; what is cut to less than an int is mostly
/// another value, unless a function has just returned it.
ir::Value ValueLowering::integerCast(const CastExpr &E) {
  const Expr *Sub = E.getSubExpr();
  if (!Sub->getType()->isIntegralOrEnumerationType() || !E.getType()->isIntegralOrEnumerationType())
    return Body.opaque(&E);
  const ir::Value V = Body.value(Sub);
  const auto To = Body.Context.getIntWidth(E.getType()),
             From = Body.Context.getIntWidth(Sub->getType());
  if (V.Kind == ir::ValueKind::Number) {
    llvm::APSInt N(llvm::APInt(64, V.Index).zextOrTrunc(From),
                   Sub->getType()->isUnsignedIntegerType());
    N = N.extOrTrunc(To);
    N.setIsUnsigned(E.getType()->isUnsignedIntegerType());
    return Body.number(N);
  }
  const bool Keeps = To >= From || To >= Body.Context.getIntWidth(Body.Context.IntTy) ||
                     isa<CallExpr>(Sub->IgnoreParenImpCasts());
  return Keeps && !E.getType()->isBooleanType() ? V : Body.opaque(&E);
}

/// In C, comparisons and the words `true` and `false` are of type int before.
ir::Value ValueLowering::toBool(const CastExpr &E) {
  const Expr *Sub = E.getSubExpr();
  if (Sub->isKnownToHaveBooleanValue())
    return Body.value(Sub);
  const auto *Binary = dyn_cast<BinaryOperator>(Sub->IgnoreParenImpCasts());
  const bool IsTest = isAskedLater(Sub) || !Sub->getType()->isIntegralOrEnumerationType() ||
                      isa<CallExpr>(Sub->IgnoreParenImpCasts()) ||
                      (Binary && Body.masked(*Binary));
  const ir::Value Constant = folded(&E);
  if (Constant.Kind == ir::ValueKind::Number || !IsTest)
    return Constant;
  const std::optional<ir::Value> Truth = Body.truth(E);
  return Truth ? remember(&E, *Truth) : Constant;
}

ir::Value ValueLowering::VisitCastExpr(const CastExpr *E) {
  const Expr *Sub = E->getSubExpr();
  switch (E->getCastKind()) {
  case CK_LValueToRValue:
    if (const auto Known = constantOf(Sub))
      return Body.number(*Known);
    if (Sub->getType().isVolatileQualified() && E->getType()->isIntegralOrEnumerationType())
      return Body.opaque(E);
    return Body.Out.held(Body.place(Sub));
  case CK_LValueToRValueBitCast:
    return Body.Unit.Types.holdsPointers(E->getType()) ? unknown(E) : Body.opaque(E);
  case CK_NullToPointer:
  case CK_NullToMemberPointer:
    return null();
  case CK_ArrayToPointerDecay:
    return Body.addressOf(Body.place(Sub));
  case CK_FunctionToPointerDecay:
  case CK_BuiltinFnToFnPtr:
    return Body.address(Sub);
  case CK_Dynamic: // may be null where the object is there
    return Body.shifted(Body.value(Sub));
  case CK_IntegralToPointer: {
    const ir::Value V = Body.value(Sub);
    if (V.Kind == ir::ValueKind::Number)
      return V;
    if (V.Kind == ir::ValueKind::Held) // a descriptor may go where a pointer does
      Body.lose(V, ir::LossReason::Integer, E->getExprLoc());
    return remember(E, {});
  }
  case CK_PointerToIntegral:
    if (const ir::Value V = Body.value(Sub); !Body.Outline->Spent.contains(E))
      Body.lose(V, ir::LossReason::Integer, E->getExprLoc());
    return remember(E, Body.Opaques.unlike());
  case CK_IntegralCast:
    return integerCast(*E);
  case CK_IntegralToBoolean:
  case CK_PointerToBoolean:
    return toBool(*E);
  case CK_ToVoid:
    Body.effects(Sub);
    return {};
  case CK_BitCast:
    return Body.firstPart(Body.value(Sub), Sub->getType(), E->getType());
  case CK_NoOp:
  case CK_AddressSpaceConversion:
  case CK_DerivedToBase:
  case CK_UncheckedDerivedToBase:
  case CK_BaseToDerived:
  case CK_BaseToDerivedMemberPointer:
  case CK_DerivedToBaseMemberPointer:
  case CK_ReinterpretMemberPointer:
  case CK_AtomicToNonAtomic:
  case CK_NonAtomicToAtomic:
  case CK_UserDefinedConversion:
  case CK_ConstructorConversion:
    return Body.value(Sub);
  default:
    return Body.Unit.Types.holdsPointers(E->getType()) ? unknown(E) : Body.opaque(E);
  }
}

ir::Value BodyLowering::value(const Expr *E) {
  E = coreOf(E);
  if (E->isGLValue() || isAggregate(E->getType()))
    return Out.held(place(E));
  if (auto Known = Values.find(E); Known != Values.end())
    return Known->second;
  return ValueLowering(*this).Visit(E);
}

ir::Value BodyLowering::zero(QualType Type) {
  if (Type->isIntegralOrEnumerationType())
    return ir::FunctionBuilder::number(0);
  return isDropped(Type) ? Opaques.unlike() : ir::Value{ir::ValueKind::Null, 0};
}

/// A value without pointers: what happens in it is lowered, the value gets a number.
ir::Value BodyLowering::opaque(const Expr *E) {
  for (const Stmt *Child : E->children())
    if (const auto *Operand = dyn_cast_or_null<Expr>(Child))
      effects(Operand);
  return Opaques.of(E, Context);
}

void BodyLowering::effects(const Expr *E) {
  E = coreOf(E);
  if (Values.contains(E) || Places.contains(E))
    return;
  switch (E->getStmtClass()) {
  case Stmt::DeclRefExprClass:
  case Stmt::IntegerLiteralClass:
  case Stmt::StringLiteralClass:
  case Stmt::CXXThisExprClass:
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::CXXTypeidExprClass:
  case Stmt::PredefinedExprClass:
  case Stmt::RequiresExprClass:
  case Stmt::ConceptSpecializationExprClass:
    return;
  case Stmt::StmtExprClass: // its statements are elements
    return;
  case Stmt::CXXDefaultArgExprClass: {
    const auto *Default = cast<CXXDefaultArgExpr>(E);
    Aside Scope(*this, Default->getUsedLocation());
    return effects(Default->getExpr());
  }
  case Stmt::CXXDefaultInitExprClass:
    return effects(cast<CXXDefaultInitExpr>(E)->getExpr());
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
  case Stmt::CXXBindTemporaryExprClass:
  case Stmt::CXXInheritedCtorInitExprClass:
  case Stmt::LambdaExprClass:
  case Stmt::CXXStdInitializerListExprClass:
    object(E);
    return;
  case Stmt::MaterializeTemporaryExprClass:
    place(E);
    return;
  case Stmt::CallExprClass:
  case Stmt::CXXMemberCallExprClass:
  case Stmt::CXXOperatorCallExprClass:
  case Stmt::UserDefinedLiteralClass:
    if (E->isPRValue() && E->getType()->isRecordType())
      object(E);
    else
      call(*cast<CallExpr>(E));
    return;
  case Stmt::ConditionalOperatorClass:
  case Stmt::BinaryConditionalOperatorClass:
    return choose(*cast<AbstractConditionalOperator>(E));
  case Stmt::CXXNewExprClass:
  case Stmt::CXXDeleteExprClass:
  case Stmt::CXXThrowExprClass:
  case Stmt::AtomicExprClass:
    value(E);
    return;
  case Stmt::BinaryOperatorClass:
  case Stmt::CompoundAssignOperatorClass:
    if (const auto *B = cast<BinaryOperator>(E); B->isAssignmentOp()) {
      assign(*B);
      return;
    } else if (B->isLogicalOp() && IsAside) {
      return discardLogical(*B);
    }
    break;
  case Stmt::UnaryOperatorClass:
    if (const auto *U = cast<UnaryOperator>(E); U->isIncrementDecrementOp()) {
      step(*U);
      return;
    }
    break;
  default:
    if (const auto *C = dyn_cast<CastExpr>(E); C && C->getCastKind() == CK_PointerToIntegral) {
      value(E);
      return;
    }
    break;
  }
  for (const Stmt *Child : E->children())
    if (const auto *Operand = dyn_cast_or_null<Expr>(Child))
      effects(Operand);
}

} // namespace memlint
