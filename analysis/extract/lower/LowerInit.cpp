// Initialization: variables, members, elements, captures, and the temporaries that objects without
// a place of their own get.
#include "analysis/extract/lower/BodyLowering.h"

#include "analysis/ir/PlainValues.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtVisitor.h"

namespace memlint {

using namespace clang;

/// One case for each kind of prvalue that is an object of a class or an array.
class ObjectLowering : public ConstStmtVisitor<ObjectLowering> {
public:
  ObjectLowering(BodyLowering &Body, const ir::Path &To) : Body(Body), To(To) {}

  void VisitCXXConstructExpr(const CXXConstructExpr *E) { Body.construct(*E, To); }
  void VisitCXXInheritedCtorInitExpr(const CXXInheritedCtorInitExpr *E) {
    Body.constructInherited(*E, To);
  }
  void VisitCXXBindTemporaryExpr(const CXXBindTemporaryExpr *E) {
    Body.bind(*E, To);
    Body.into(E->getSubExpr(), To);
  }
  void VisitInitListExpr(const InitListExpr *E) {
    Body.fillList(E->isSemanticForm() || !E->getSemanticForm() ? *E : *E->getSemanticForm(), To);
  }
  void VisitCXXParenListInitExpr(const CXXParenListInitExpr *E) { Body.fillParenList(*E, To); }
  void VisitLambdaExpr(const LambdaExpr *E) { Body.capture(*E, To); }
  void VisitCallExpr(const CallExpr *E) { Body.callInto(*E, To); }
  void VisitAbstractConditionalOperator(const AbstractConditionalOperator *E) {
    Body.choose(*E);
    if (Body.Joined.contains(E))
      take(Body.joined(*E), E);
  }
  void VisitCXXStdInitializerListExpr(const CXXStdInitializerListExpr *E) {
    Body.copy(To, Body.addressOf(Body.place(E->getSubExpr())), ir::CopyReason::Init,
              E->getBeginLoc());
  }
  void VisitImplicitValueInitExpr(const ImplicitValueInitExpr *E) { clear(E); }
  void VisitCXXScalarValueInitExpr(const CXXScalarValueInitExpr *E) { clear(E); }
  void VisitCompoundLiteralExpr(const CompoundLiteralExpr *E) {
    Body.into(E->getInitializer(), To);
  }
  void VisitStmtExpr(const StmtExpr *E) {
    if (const auto *Last = resultOf(*E))
      Body.into(Last, To);
  }
  void VisitBinaryOperator(const BinaryOperator *E) {
    if (E->isAssignmentOp())
      return take(Body.assign(*E), E);
    Body.effects(E->getLHS());
    if (E->getOpcode() == BO_Comma)
      Body.into(E->getRHS(), To);
  }
  void VisitCXXDefaultArgExpr(const CXXDefaultArgExpr *E) {
    BodyLowering::Aside Scope(Body, E->getUsedLocation());
    Body.into(E->getExpr(), To);
  }
  void VisitCXXDefaultInitExpr(const CXXDefaultInitExpr *E) { Body.into(E->getExpr(), To); }
  void VisitArrayInitLoopExpr(const ArrayInitLoopExpr *E) {
    // One element stands for all; the source is indexed, so it reads any of them.
    Body.initialize(Body.elementOf(To), E->getSubExpr()->getType(), E->getSubExpr(),
                    ir::CopyReason::Member);
  }
  void VisitCastExpr(const CastExpr *E) {
    if (E->getCastKind() == CK_LValueToRValue)
      return take(Body.place(E->getSubExpr()), E);
    if (E->getSubExpr()->isPRValue() && Body.isAggregate(E->getSubExpr()->getType()))
      return Body.into(E->getSubExpr(), To);
    VisitStmt(E);
  }
  void VisitStringLiteral(const StringLiteral *) {}
  void VisitObjCEncodeExpr(const ObjCEncodeExpr *) {}
  void VisitPredefinedExpr(const PredefinedExpr *) {}
  void VisitCXXThrowExpr(const CXXThrowExpr *E) { Body.effects(E); }
  void VisitVAArgExpr(const VAArgExpr *E) { take(Body.argumentList(E->getSubExpr()), E); }
  void VisitStmt(const Stmt *S) {
    const auto *E = cast<Expr>(S);
    for (const Stmt *Child : E->children())
      if (const auto *Operand = dyn_cast_or_null<Expr>(Child))
        Body.lose(Operand->isGLValue() ? Body.address(Operand) : Body.value(Operand),
                  ir::LossReason::Construct, E->getExprLoc());
    unknown(E);
  }

private:
  void take(const ir::Path &From, const Expr *E) {
    if (From == To)
      return;
    Body.copy(To, Body.Out.held(From), ir::CopyReason::Init, E->getExprLoc());
  }
  void clear(const Expr *E) {
    if (Body.Unit.Types.holdsPointers(E->getType()))
      Body.copy(To, {ir::ValueKind::Null, 0}, ir::CopyReason::Init, E->getExprLoc());
  }
  void unknown(const Expr *E) { Body.copy(To, {}, ir::CopyReason::Init, E->getExprLoc()); }

  BodyLowering &Body;
  const ir::Path To;
};

void BodyLowering::initialize(const ir::Path &To, QualType Type, const Expr *Init,
                              ir::CopyReason Why) {
  if (Type->isReferenceType())
    return copy(To, address(Init), Why, Init->getExprLoc());
  if (isAggregate(Type))
    return into(Init, To);
  if (isDropped(Type))
    return effects(Init);
  const ir::Value V = value(Init);
  if (!isUntold(To, Type, V) &&
      !(Why == ir::CopyReason::Member && isWeak(To) && V.Kind == ir::ValueKind::Null))
    copy(To, V, Why, Init->getExprLoc());
}

void BodyLowering::into(const Expr *E, const ir::Path &To) {
  E = coreOf(E);
  if (E->isGLValue() || (known(E) && *known(E) != To)) // it was made before, where none said where
    return copy(To, Out.held(place(E)), ir::CopyReason::Init, E->getExprLoc());
  if (known(E))
    return;
  if (E->isPRValue() && !E->getType()->isArrayType() && !isa<BinaryOperator>(E))
    Places[E] = To;
  ObjectLowering(*this, To).Visit(E);
}

ir::Path BodyLowering::object(const Expr *E) {
  E = coreOf(E);
  if (const ir::Path *Known = known(E))
    return *Known;
  if (auto Found = Targets.find(E); Found != Targets.end() && !IsAside) {
    const Target Into = Found->second;
    if (isa<CXXConstructExpr, CallExpr, LambdaExpr, InitListExpr>(E))
      takeTarget(Into);
    into(E, Into.To);
    return Places[E] = Into.To;
  }
  // A wrapper stands for what it wraps, which may have been made already.
  const Expr *Inner = nullptr;
  if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
    Inner = Bind->getSubExpr();
  else if (const auto *Cast = dyn_cast<CastExpr>(E);
           Cast && Cast->getSubExpr()->isPRValue() && Cast->getSubExpr()->getType()->isRecordType())
    Inner = Cast->getSubExpr();
  if (Inner) {
    const ir::Path Made = object(Inner);
    if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E))
      bind(*Bind, Made);
    return Places[E] = Made;
  }
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->isAssignmentOp())
    return assign(*B);
  if (const auto *C = dyn_cast<AbstractConditionalOperator>(E)) {
    choose(*C);
    if (Joined.contains(C))
      return Places[E] = joined(*C);
  }
  const ir::Path To = newTemporary(E->getType(), E->getExprLoc());
  begin(To, E->getExprLoc());
  Pending.push_back({To, E->getType()});
  into(E, To);
  return Places[E] = To;
}

void BodyLowering::bind(const CXXBindTemporaryExpr &E, const ir::Path &Object) {
  BoundTemporaries[&E].Object = Object;
  for (Temporary &T : Pending)
    if (T.Object == Object)
      T.EndedByGraph = true;
}

/// Each element of a list with its place, bases before fields.
void BodyLowering::forEachInit(const InitListExpr &List, const ir::Path &To, InitVisitor Visit) {
  if (const auto *Array = Context.getAsArrayType(List.getType())) {
    for (unsigned I = 0; I < List.getNumInits(); ++I)
      Visit(elementOf(To, I), Array->getElementType(), *List.getInit(I));
    return;
  }
  const auto *Record = List.getType()->getAsRecordDecl();
  if (!Record)
    return;
  unsigned Next = 0;
  auto More = [&] { return Next < List.getNumInits(); };
  if (const auto *Class = dyn_cast<CXXRecordDecl>(Record))
    for (const CXXBaseSpecifier &Base : Class->bases())
      if (More())
        Visit(To, Base.getType(), *List.getInit(Next++));
  auto Fill = [&](const FieldDecl &Field) {
    Visit(member(To, Field), Field.getType(), *List.getInit(Next++));
  };
  if (Record->isUnion()) {
    if (List.getInitializedFieldInUnion() && More())
      Fill(*List.getInitializedFieldInUnion());
    return;
  }
  for (const FieldDecl *Field : Record->fields())
    if (!Field->isUnnamedBitField() && More())
      Fill(*Field);
}

void BodyLowering::fillList(const InitListExpr &List, const ir::Path &To) {
  if (List.isTransparent())
    return into(List.getInit(0), To);
  const bool IsArray = List.getType()->isArrayType();
  forEachInit(List, To, [&](const ir::Path &Place, QualType Type, const Expr &Init) {
    if (isa<NoInitExpr>(Init) || (IsArray && isa<ImplicitValueInitExpr>(Init)))
      return;
    // What has no name of its own is no place of its own: nothing beside it becomes null.
    if (isa<ImplicitValueInitExpr>(Init) && Place == To && Type->isRecordType())
      return;
    // Numbers are told of where they may be descriptors.
    const bool IsNamed = Type->isIntegralOrEnumerationType() &&
                         isa<CallExpr, DeclRefExpr, MemberExpr>(Init.IgnoreParenImpCasts());
    if (IsArray && !IsNamed && isWeak(Place) && !Unit.Types.holdsPointers(Type) &&
        !Type.isDestructedType())
      effects(&Init);
    else
      initialize(Place, Type, &Init, ir::CopyReason::Member);
  });
}

void BodyLowering::fillParenList(const CXXParenListInitExpr &List, const ir::Path &To) {
  if (const auto *Array = Context.getAsArrayType(List.getType())) {
    for (const auto &[I, Init] : llvm::enumerate(List.getInitExprs()))
      initialize(elementOf(To, I), Array->getElementType(), Init, ir::CopyReason::Member);
    return;
  }
  const auto *Class = List.getType()->getAsCXXRecordDecl();
  llvm::ArrayRef<Expr *> Inits = List.getInitExprs();
  std::size_t Next = 0;
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (Next < Inits.size())
      initialize(To, Base.getType(), Inits[Next++], ir::CopyReason::Member);
  for (const FieldDecl *Field : Class->fields())
    if (!Field->isUnnamedBitField() && Next < Inits.size())
      initialize(member(To, *Field), Field->getType(), Inits[Next++], ir::CopyReason::Member);
}

void BodyLowering::forEachCapture(const LambdaExpr &Lambda, const ir::Path &To, InitVisitor Visit) {
  auto Field = Lambda.getLambdaClass()->field_begin();
  auto Init = Lambda.capture_init_begin();
  for (const LambdaCapture &C : Lambda.captures()) {
    const llvm::StringRef Name = C.capturesVariable() ? C.getCapturedVar()->getName() : "this";
    if (*Init && !C.capturesVLAType())
      Visit(Out.field(To, Name), Field->getType(), **Init);
    ++Field, ++Init;
  }
}

void BodyLowering::capture(const LambdaExpr &Lambda, const ir::Path &To) {
  forEachCapture(Lambda, To, [this](const ir::Path &Place, QualType Type, const Expr &Init) {
    initialize(Place, Type, &Init, ir::CopyReason::Capture);
  });
}

void BodyLowering::setTarget(const Expr *E, const Target &Into) {
  E = coreOf(E);
  if (const auto *Bind = dyn_cast<CXXBindTemporaryExpr>(E)) {
    Targets[E] = Into;
    return setTarget(Bind->getSubExpr(), Into);
  }
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    const Expr *Sub = Cast->getSubExpr();
    const bool IsKept =
        Sub->isPRValue() && (Cast->getType()->isRecordType() ||
                             (Cast->getType()->isPointerType() && Sub->getType()->isPointerType() &&
                              Cast->getCastKind() != CK_Dynamic));
    if (!IsKept)
      return;
    Targets[E] = Into;
    return setTarget(Sub, Into);
  }
  if (const auto *Init = dyn_cast<CXXDefaultInitExpr>(E))
    return setTarget(Init->getExpr(), Into);
  if (const auto *List = dyn_cast<InitListExpr>(E); List && List->isTransparent())
    return setTarget(List->getInit(0), Into);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E); Made && Made->isElidable())
    if (const auto *From = dyn_cast<MaterializeTemporaryExpr>(coreOf(Made->getArg(0))))
      setTarget(From->getSubExpr(), Into);
  auto SetPart = [&](const ir::Path &Place, QualType Type, const Expr &Init) {
    if (isAggregate(Type))
      setTarget(&Init, {Place, Into.Begins});
  };
  if (const auto *List = dyn_cast<InitListExpr>(E); List && isAggregate(List->getType()))
    forEachInit(*List, Into.To, SetPart);
  else if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    forEachCapture(*Lambda, Into.To, SetPart);
  // One of several branches cannot begin the whole of which it makes a part.
  if (isa<AbstractConditionalOperator>(E) && Into.Begins && !Into.To.Steps.empty())
    return;
  if (isa<CXXConstructExpr, CallExpr, LambdaExpr, InitListExpr, AbstractConditionalOperator>(E))
    Targets[E] = Into;
}

void BodyLowering::initializeMember(const CXXCtorInitializer &Init) {
  const Expr *E = Init.getInit();
  const FieldDecl *Field = Init.getAnyMember();
  if (!Field)
    return into(E, thisObject());
  ir::Path To = thisObject();
  if (Init.isIndirectMemberInitializer())
    for (const NamedDecl *Part : Init.getIndirectMember()->chain())
      To = member(std::move(To), *cast<FieldDecl>(Part));
  else
    To = member(std::move(To), *Field);
  initialize(To, Field->getType(), E, ir::CopyReason::Member);
}

} // namespace memlint
