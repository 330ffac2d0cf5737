// Where objects are: paths of glvalues, and the values that lead there.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtVisitor.h"

namespace memlint {

using namespace clang;

/// One case for each kind of glvalue.
class PlaceLowering : public ConstStmtVisitor<PlaceLowering, ir::Path> {
public:
  explicit PlaceLowering(BodyLowering &Body) : Body(Body) {}

  ir::Path VisitDeclRefExpr(const DeclRefExpr *E) { return Body.placeOf(*E->getDecl()); }
  ir::Path VisitMemberExpr(const MemberExpr *E) {
    const auto *Field = dyn_cast<FieldDecl>(E->getMemberDecl());
    if (!Field) {
      Body.effects(E->getBase());
      return Body.placeOf(*E->getMemberDecl());
    }
    const Expr *Base = E->getBase();
    const ir::Path Object = E->isArrow()
                                ? Body.pointee(Body.value(Base), Base->getType(), E->getMemberLoc())
                                : Body.place(Base);
    return Body.throughReference(Body.member(Object, *Field), Field->getType(), E->getMemberLoc());
  }
  ir::Path VisitArraySubscriptExpr(const ArraySubscriptExpr *E) {
    const Expr *Base = coreOf(E->getBase());
    Body.effects(E->getIdx());
    if (const auto *Decay = dyn_cast<CastExpr>(Base);
        Decay && Decay->getCastKind() == CK_ArrayToPointerDecay)
      return Body.elementOf(Body.place(Decay->getSubExpr()), numberOf(*E->getIdx()));
    if (!Base->getType()->isPointerType())
      return Body.place(Base); // of a vector
    return Body.elementOf(Body.pointee(Body.value(Base), Base->getType(), E->getExprLoc()));
  }
  ir::Path VisitUnaryOperator(const UnaryOperator *E) {
    const Expr *Sub = coreOf(E->getSubExpr());
    switch (E->getOpcode()) {
    case UO_Deref:
      if (const auto *Decay = dyn_cast<CastExpr>(Sub);
          Decay && Decay->getCastKind() == CK_ArrayToPointerDecay)
        return Body.elementOf(Body.place(Decay->getSubExpr()), 0);
      return Body.pointee(Body.value(Sub), Sub->getType(), E->getOperatorLoc());
    case UO_PreInc:
    case UO_PreDec:
      return Body.step(*E);
    default: // __real, __imag
      return Body.place(Sub);
    }
  }
  ir::Path VisitBinaryOperator(const BinaryOperator *E) {
    if (E->isAssignmentOp())
      return Body.assign(*E);
    if (E->getOpcode() == BO_Comma) {
      Body.effects(E->getLHS());
      return Body.place(E->getRHS());
    }
    // Some member of the object.
    Body.effects(E->getRHS());
    const Expr *Object = E->getLHS();
    return ir::FunctionBuilder::extended(
        E->getOpcode() == BO_PtrMemI
            ? Body.pointee(Body.value(Object), Object->getType(), E->getOperatorLoc())
            : Body.place(Object),
        {ir::StepKind::Below, 0});
  }
  ir::Path VisitCallExpr(const CallExpr *E) {
    const ir::Value V = Body.call(*E);
    return Body.pointee(V, Body.Context.getPointerType(E->getType()), E->getExprLoc());
  }
  ir::Path VisitCastExpr(const CastExpr *E) { return Body.place(E->getSubExpr()); }
  ir::Path VisitMaterializeTemporaryExpr(const MaterializeTemporaryExpr *E) {
    return Body.materialized(*E);
  }
  ir::Path VisitAbstractConditionalOperator(const AbstractConditionalOperator *E) {
    Body.choose(*E);
    return ir::FunctionBuilder::deref(Body.joined(*E));
  }
  ir::Path VisitStringLiteral(const StringLiteral *) { return literal(); }
  ir::Path VisitPredefinedExpr(const PredefinedExpr *) { return literal(); }
  ir::Path VisitCXXTypeidExpr(const CXXTypeidExpr *) { return literal(); }
  ir::Path VisitSourceLocExpr(const SourceLocExpr *) { return literal(); }
  ir::Path VisitCompoundLiteralExpr(const CompoundLiteralExpr *E) {
    if (E->isFileScope())
      return literal();
    const ir::Path To = Body.newTemporary(E->getType(), E->getBeginLoc());
    Body.begin(To, E->getBeginLoc());
    Body.initialize(To, E->getType(), E->getInitializer(), ir::CopyReason::Init);
    return Body.Places[E] = To;
  }
  ir::Path VisitCXXDefaultArgExpr(const CXXDefaultArgExpr *E) {
    BodyLowering::Aside Scope(Body, E->getUsedLocation());
    return Body.place(E->getExpr());
  }
  ir::Path VisitCXXDefaultInitExpr(const CXXDefaultInitExpr *E) { return Body.place(E->getExpr()); }
  ir::Path VisitInitListExpr(const InitListExpr *E) {
    return E->getNumInits() == 1 ? Body.place(E->getInit(0)) : VisitStmt(E);
  }
  ir::Path VisitExtVectorElementExpr(const ExtVectorElementExpr *E) {
    return Body.place(E->getBase());
  }
  ir::Path VisitMatrixSubscriptExpr(const MatrixSubscriptExpr *E) {
    return Body.place(E->getBase());
  }
  ir::Path VisitStmt(const Stmt *S) {
    const auto *E = cast<Expr>(S);
    Body.effects(E);
    const ir::Path To =
        Body.newTemporary(Body.Context.getPointerType(E->getType()), E->getExprLoc());
    Body.copy(To, {}, ir::CopyReason::Init, E->getExprLoc());
    return ir::FunctionBuilder::deref(To);
  }

private:
  std::optional<std::uint64_t> numberOf(const Expr &Index) const {
    if (Index.isValueDependent())
      return std::nullopt;
    const auto Number = Index.getIntegerConstantExpr(Body.Context);
    return Number && !Number->isNegative() ? std::optional(Number->getLimitedValue())
                                           : std::nullopt;
  }
  ir::Path literal() {
    return {ir::BaseKind::Global, Body.Out.symbol(Body.Unit.Symbols.literal()), {}};
  }

  BodyLowering &Body;
};

ir::Path BodyLowering::place(const Expr *E) {
  E = coreOf(E);
  if (E->isPRValue() && !isa<CompoundLiteralExpr>(E) && isAggregate(E->getType()))
    return object(E);
  if (const ir::Path *Known = known(E))
    return *Known;
  return PlaceLowering(*this).Visit(E);
}

ir::Path BodyLowering::placeOf(const ValueDecl &D) {
  if (auto Captured = Captures.find(&D); Captured != Captures.end())
    return capturedPlace(*Captured->second);
  if (const auto *Binding = dyn_cast<BindingDecl>(&D)) {
    if (const VarDecl *Holding = Binding->getHoldingVar())
      return placeOf(*Holding);
    if (Binding->getBinding())
      return place(Binding->getBinding());
  }
  const auto *V = dyn_cast<VarDecl>(&D);
  if (!V) // functions are values; the objects of template arguments have no name
    return {ir::BaseKind::Global, Out.symbol(Unit.Symbols.literal()), {}};
  ir::Path To = V->hasLocalStorage() || V->isStaticLocal()
                    ? pathOf(variable(*V))
                    : ir::Path{ir::BaseKind::Global, symbol(*V), {}};
  return throughReference(std::move(To), V->getType(), {});
}

ir::Path BodyLowering::capturedPlace(const FieldDecl &Field) {
  return throughReference(member(thisObject(), Field), Field.getType(), {});
}

ir::Path BodyLowering::pointee(ir::Value Pointer, QualType PointerType, SourceLocation Where) {
  switch (Pointer.Kind) {
  case ir::ValueKind::Address:
    return Out.function().Paths[Pointer.Index];
  case ir::ValueKind::Held:
  case ir::ValueKind::Shifted:
  case ir::ValueKind::Moved: {
    ir::Path From = Out.function().Paths[Pointer.Index];
    if (From.Steps.size() + 1 >= ir::MaxSteps) {
      auto Known = llvm::find_if(Loaded, [&](const auto &L) { return L.first == From; });
      if (Known != Loaded.end()) {
        From = Known->second;
      } else {
        const ir::Path To = newTemporary(PointerType, Where);
        auto Kept = Loaded;
        copy(To, Out.held(From), ir::CopyReason::Init, Where);
        Loaded = std::move(Kept);
        Loaded.emplace_back(From, To);
        From = To;
      }
    }
    From = ir::FunctionBuilder::deref(From);
    return Pointer.Kind == ir::ValueKind::Held ? From : elementOf(From);
  }
  default: {
    const ir::Path To = newTemporary(PointerType, Where);
    copy(To, Pointer, ir::CopyReason::Init, Where);
    return ir::FunctionBuilder::deref(To);
  }
  }
}

/// Structs without a name add no step, nor do unions without one; the members of a union share one.
ir::Path BodyLowering::member(ir::Path Object, const FieldDecl &Field) {
  const RecordDecl *Record = Field.getParent();
  ir::Path To = std::move(Object);
  if (Record->isUnion())
    To = Out.field(std::move(To), "union");
  else if (const auto *Class = dyn_cast<CXXRecordDecl>(Record); Class && Class->isLambda()) {
    llvm::StringRef Name = "this";
    for (const auto &[Captured, Its] : Captures)
      if (Its == &Field)
        Name = Captured->getName();
    To = Out.field(std::move(To), Name);
  } else if (!Field.getDeclName().isEmpty())
    To = Out.field(std::move(To), Unit.Types.fieldName(Field));
  return To;
}

/// The object that a reference is bound to; any other object itself.
ir::Path BodyLowering::throughReference(ir::Path To, QualType Type, SourceLocation Where) {
  return Type->isReferenceType() ? pointee(Out.held(std::move(To)), Type, Where) : To;
}

/// The one of that number, where it is told and nobody else has the array; otherwise any of them.
ir::Path BodyLowering::elementOf(ir::Path Array, std::optional<std::uint64_t> Number) {
  if (!Array.Steps.empty() && Array.Steps.back().Kind == ir::StepKind::Element) {
    Array.Steps.back().Name = 0;
    return Array;
  }
  const bool IsOwn =
      Array.Base == ir::BaseKind::Variable && llvm::none_of(Array.Steps, [](const ir::Step &S) {
        return S.Kind == ir::StepKind::Deref || S.Kind == ir::StepKind::Below;
      });
  const bool IsTold = IsOwn && Number && *Number <= ir::MaxElement;
  return ir::FunctionBuilder::extended(
      std::move(Array),
      {ir::StepKind::Element, IsTold ? 1 + static_cast<std::uint32_t>(*Number) : 0});
}

ir::Value BodyLowering::addressOf(ir::Path P) {
  if (!P.Steps.empty() && P.Steps.back().Kind == ir::StepKind::Deref) {
    P.Steps.pop_back();
    return Out.held(std::move(P));
  }
  const std::size_t Size = P.Steps.size();
  if (Size >= 2 && P.Steps.back().Kind == ir::StepKind::Element &&
      P.Steps[Size - 2].Kind == ir::StepKind::Deref) {
    P.Steps.resize(Size - 2);
    return {ir::ValueKind::Shifted, Out.path(std::move(P))};
  }
  return Out.address(std::move(P));
}

ir::Value BodyLowering::address(const Expr *E) {
  E = coreOf(E);
  if (E->getType()->isFunctionType()) {
    if (const auto *Named = dyn_cast<DeclRefExpr>(E))
      if (const auto *F = dyn_cast<FunctionDecl>(Named->getDecl()))
        return {ir::ValueKind::Function, symbol(*F)};
    if (const auto *Named = dyn_cast<MemberExpr>(E)) {
      effects(Named->getBase());
      return {ir::ValueKind::Function, symbol(*Named->getMemberDecl())};
    }
  }
  Opaques.write(E);
  return addressOf(place(E));
}

/// Of a structure whose address becomes one of another: the address of its first part that is such
/// a one. A pointer to it stays what it is, since it may be the structure's owner.
ir::Value BodyLowering::firstPart(ir::Value V, QualType From, QualType To) {
  From = From->getPointeeType();
  To = To->getPointeeType();
  if (V.Kind != ir::ValueKind::Address || From.isNull() || To.isNull() || !To->isRecordType())
    return V;
  ir::Path Part = Out.function().Paths[V.Index];
  while (!Context.hasSameUnqualifiedType(From, To)) {
    const RecordDecl *Record = From->getAsRecordDecl();
    if (!Record || !Record->isCompleteDefinition() || Record->isUnion() || Record->field_empty() ||
        Part.Steps.size() >= ir::MaxSteps)
      return V;
    if (const auto *Class = dyn_cast<CXXRecordDecl>(Record); Class && !Class->isStandardLayout())
      return V;
    From = Record->field_begin()->getType();
    Part = member(std::move(Part), **Record->field_begin());
  }
  return addressOf(std::move(Part));
}

ir::Value BodyLowering::shifted(ir::Value V, bool IsForwards) {
  switch (V.Kind) {
  case ir::ValueKind::Held:
    return {IsForwards ? ir::ValueKind::Moved : ir::ValueKind::Shifted, V.Index};
  case ir::ValueKind::Moved:
    return IsForwards ? V : ir::Value{ir::ValueKind::Shifted, V.Index};
  case ir::ValueKind::Address:
    return addressOf(elementOf(Out.function().Paths[V.Index]));
  case ir::ValueKind::Shifted:
    return V;
  default:
    return {};
  }
}

} // namespace memlint
