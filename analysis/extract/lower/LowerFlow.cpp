// Edges and their conditions; conditional operators; try blocks.
#include "analysis/extract/lower/BodyLowering.h"

#include "analysis/ir/PlainValues.h"

#include "clang/AST/ASTContext.h"

namespace memlint {

using namespace clang;

std::uint32_t BodyLowering::blockFor(const CFGBlock &Block) {
  if (const auto *Catches = dyn_cast_or_null<CXXTryStmt>(Block.getTerminatorStmt()))
    return landing(*Catches).Block;
  auto Known = BlockIndex.find(&Block);
  return Known == BlockIndex.end() ? ir::FunctionBuilder::Exit : Known->second;
}

BodyLowering::Landing &BodyLowering::landing(const CXXTryStmt &Of) {
  Landing &Its = Landings[&Of];
  if (Its.Block == 0)
    Its.Block = newBlock();
  return Its;
}

/// Before the branches of a conditional operator are lowered: where their results are to stand.
void BodyLowering::prepareBranch(const CFGBlock &Block) {
  const auto *E = dyn_cast_or_null<AbstractConditionalOperator>(Block.getTerminatorStmt());
  if (!E || !Branched.insert(E).second)
    return;
  if (E->getType()->isVoidType() || Outline->Discarded.contains(E) ||
      (E->isPRValue() && isDropped(E->getType())))
    return;
  Target Into;
  auto Found = Targets.find(E);
  if (Found != Targets.end() && E->isPRValue()) {
    Into = Found->second;
    if (Into.Begins) {
      Into.BeginsHere = Begun.insert(Into.Begins).second;
      Into.Begins = nullptr;
    }
  } else {
    const bool IsObject = E->isPRValue() && isAggregate(E->getType());
    Into.To =
        newTemporary(E->isGLValue() ? Context.getLValueReferenceType(E->getType()) : E->getType(),
                     E->getQuestionLoc());
    Into.BeginsHere = IsObject;
    if (IsObject)
      Pending.push_back({Into.To, E->getType()});
  }
  Joined[E] = Into.To;
  for (const Expr *Arm : {E->getTrueExpr(), E->getFalseExpr()}) {
    if (isa<OpaqueValueExpr>(Arm->IgnoreParens())) { // a ?: b
      const auto *Common = cast<BinaryConditionalOperator>(E)->getCommon();
      if (Into.BeginsHere)
        begin(Into.To, E->getQuestionLoc());
      copy(Into.To, E->isGLValue() ? address(Common) : value(Common), ir::CopyReason::Init,
           E->getQuestionLoc());
      continue;
    }
    Arms[coreOf(Arm)] = E;
    if (E->isPRValue())
      setTarget(Arm, Into);
    if (!Targets.contains(coreOf(Arm)))
      Targets[coreOf(Arm)] = Into;
  }
}

void BodyLowering::copyIntoJoined(const Expr *Arm) {
  auto Found = Arms.find(Arm);
  if (Found == Arms.end() || Arm->getType()->isVoidType())
    return;
  const AbstractConditionalOperator *E = Found->second;
  const ir::Path To = Joined[E];
  const bool BeginsHere = Targets.contains(Arm) && Targets[Arm].BeginsHere;
  if (E->isPRValue() && isAggregate(E->getType())) {
    if (const ir::Path *Made = known(Arm); Made && *Made == To)
      return;
    return into(Arm, To);
  }
  const ir::Value V = E->isGLValue() ? address(Arm) : value(Arm);
  if (V.Kind == ir::ValueKind::Held && Out.function().Paths[V.Index] == To)
    return; // written at once
  if (BeginsHere)
    begin(To, {});
  copy(To, V, ir::CopyReason::Init, Arm->getExprLoc());
}

ir::Path BodyLowering::joined(const AbstractConditionalOperator &E) { return Joined[&E]; }

void BodyLowering::choose(const AbstractConditionalOperator &E) {
  if (!Branched.contains(&E) || IsAside)
    chooseAside(E);
}

std::pair<std::uint32_t, std::uint32_t> BodyLowering::branchAside(const Expr *Condition) {
  effects(Condition);
  const auto Told = condition(Condition);
  const std::uint32_t Then = newBlock(), Else = newBlock();
  const std::uint32_t Index = Told ? Told->first : 0;
  const bool Holds = !Told || Told->second;
  Out.at(At).Edges.push_back({Then, Index, Holds, false});
  Out.at(At).Edges.push_back({Else, Index, !Holds || Index == 0, false});
  return {Then, Else};
}

/// Where the CFG shows no branches, they are made here.
void BodyLowering::chooseAside(const AbstractConditionalOperator &E) {
  const bool HasResult = !E.getType()->isVoidType() && !(E.isPRValue() && isDropped(E.getType()));
  ir::Path To;
  if (HasResult) {
    To = newTemporary(E.isGLValue() ? Context.getLValueReferenceType(E.getType()) : E.getType(),
                      E.getQuestionLoc());
    Joined[&E] = To;
  }
  const auto [Then, Else] = branchAside(E.getCond());
  const std::uint32_t After = newBlock();
  const std::pair<std::uint32_t, const Expr *> Both[] = {{Then, E.getTrueExpr()},
                                                         {Else, E.getFalseExpr()}};
  for (const auto &[Block, Arm] : Both) {
    At = Block;
    Loaded.clear();
    if (!HasResult || Arm->getType()->isVoidType())
      effects(Arm);
    else if (E.isGLValue())
      copy(To, address(Arm), ir::CopyReason::Init, Arm->getExprLoc());
    else
      initialize(To, E.getType(), Arm, ir::CopyReason::Init);
    Out.at(At).Edges.push_back({After, 0, true, false});
  }
  At = After;
  Loaded.clear();
}

void BodyLowering::discardLogical(const BinaryOperator &E) {
  const auto [Then, Else] = branchAside(E.getLHS());
  const bool IsAnd = E.getOpcode() == BO_LAnd;
  At = IsAnd ? Then : Else;
  Loaded.clear();
  effects(E.getRHS());
  jump(IsAnd ? Else : Then);
}

// Conditions

static bool isNeverNegative(const Expr *E) {
  if (E->getType()->isUnsignedIntegerOrEnumerationType() || isa<IntegerLiteral>(E))
    return true;
  const auto *Named = dyn_cast<DeclRefExpr>(E);
  const auto *Constant = Named ? dyn_cast<EnumConstantDecl>(Named->getDecl()) : nullptr;
  return Constant && Constant->getInitVal().isNonNegative();
}

/// Of numbers that are never negative, of so many bits: a constant comes to stand on the right, and
/// less than 1 is 0. Whether it holds where the comparison of before did.
static bool toUnsigned(ir::Condition &C, unsigned Width) {
  bool Holds = C.Compare == ir::Comparison::Less;
  if (!Holds) // a <= b: not b < a
    std::swap(C.Left, C.Right);
  C.Compare = ir::Comparison::LessUnsigned;
  const std::optional<std::int64_t> Left = numberOf(C.Left);
  if (Left && *Left != -1 && Width <= 64) { // 7 < a: not a < 8
    const llvm::APInt Next = llvm::APInt(64, static_cast<std::uint64_t>(*Left) + 1).trunc(Width);
    C.Left = std::exchange(C.Right, ir::FunctionBuilder::number(Next.getSExtValue()));
    Holds = !Holds;
  }
  if (numberOf(C.Right) == 1) {
    C.Compare = ir::Comparison::Equal;
    C.Right.Index = 0;
  }
  return Holds;
}

/// Of what is true or false: to be true is not to be 0. Whether it holds where the comparison of
/// before did not.
static bool toTruth(ir::Condition &C, const Expr &Left, const Expr &Right) {
  auto IsTrue = [](const ir::Value &V) { return V.Kind == ir::ValueKind::Number && V.Index == 1; };
  ir::Value &Number = IsTrue(C.Left) ? C.Left : C.Right;
  const Expr &Other = IsTrue(C.Left) ? Right : Left;
  if (!IsTrue(Number) || !Other.isKnownToHaveBooleanValue())
    return false;
  Number.Index = 0;
  return true;
}

/// `x + 1 < 8` is `x < 7`, as long as nothing overflows: x, and what it compares with; none: it is
/// no such comparison.
std::optional<std::pair<const Expr *, llvm::APSInt>> BodyLowering::movedBy(const Expr &Sum,
                                                                           const Expr &With) const {
  const auto *E = dyn_cast<BinaryOperator>(&Sum);
  if (!E || !E->isAdditiveOp() || !E->getType()->isIntegerType())
    return std::nullopt;
  const auto By = E->getRHS()->getIntegerConstantExpr(Context);
  auto Number = By ? With.getIntegerConstantExpr(Context) : std::nullopt;
  if (!Number || Number->getBitWidth() != By->getBitWidth() || By->isNegative() ||
      Number->isUnsigned() != By->isUnsigned())
    return std::nullopt;
  const bool Adds = E->getOpcode() == BO_Add;
  if (Number->isUnsigned() && (!Adds || *Number < *By))
    return std::nullopt; // may well wrap around
  *Number = Adds ? *Number - *By : *Number + *By;
  return std::pair(E->getLHS(), *Number);
}

/// What a condition asks for. A number among others, and what a cast finds, have no place of their
/// own, but they are the same as long as nobody writes what they are found by.
ir::Value BodyLowering::asked(const Expr *E) {
  const ir::Value V = value(E);
  const Expr *Bare = E->IgnoreParenImpCasts();
  const bool IsAny = V.Kind == ir::ValueKind::Held && isWeak(Out.function().Paths[V.Index]) &&
                     Bare->getType()->isIntegralOrEnumerationType() && !isa<CallExpr>(Bare);
  return IsAny || isa<CXXDynamicCastExpr>(Bare) ? Opaques.of(Bare, Context) : V;
}

std::optional<std::pair<std::uint32_t, bool>> BodyLowering::compared(const BinaryOperator &E) {
  const QualType Type = E.getLHS()->getType();
  if (!Type->isIntegralOrEnumerationType() && !Type->isPointerType() && !Type->isNullPtrType())
    return std::nullopt;
  const Expr *LeftBare = E.getLHS()->IgnoreParenImpCasts(),
             *RightBare = E.getRHS()->IgnoreParenImpCasts();
  const bool IsUnsigned = isNeverNegative(LeftBare) && isNeverNegative(RightBare);
  if (!E.isEqualityOp() && Type->isUnsignedIntegerOrEnumerationType() && !IsUnsigned)
    return std::nullopt; // of a negative number it is another one
  ir::Condition Made;
  const auto Moved = movedBy(*LeftBare, *E.getRHS());
  Made.Left = asked(Moved ? Moved->first : E.getLHS());
  Made.Right = Moved ? number(Moved->second) : asked(E.getRHS());
  Made.Where = place(E.getOperatorLoc());
  bool Holds = true;
  switch (E.getOpcode()) {
  case BO_NE:
  case BO_EQ:
    Holds = (E.getOpcode() == BO_EQ) != toTruth(Made, *LeftBare, *RightBare);
    break;
  case BO_GT:
  case BO_GE:
    std::swap(Made.Left, Made.Right);
    [[fallthrough]];
  default:
    Made.Compare = E.getOpcode() == BO_LT || E.getOpcode() == BO_GT ? ir::Comparison::Less
                                                                    : ir::Comparison::LessEqual;
    if (IsUnsigned && Type->isIntegralOrEnumerationType())
      Holds = toUnsigned(Made, Context.getIntWidth(Type));
  }
  return std::pair(1 + Out.condition(Made), Holds);
}

/// What must hold, or not hold, where the expression is true.
std::optional<std::pair<std::uint32_t, bool>> BodyLowering::condition(const Expr *E) {
  bool Flipped = false;
  while (true) {
    E = coreOf(E);
    if (Values.contains(E) && !isa<CallExpr>(E))
      break;
    if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
      Flipped = !Flipped;
      E = Not->getSubExpr();
    } else if (const auto *Cast = dyn_cast<CastExpr>(E);
               Cast && (Cast->getCastKind() == CK_IntegralToBoolean ||
                        Cast->getCastKind() == CK_PointerToBoolean ||
                        Cast->getCastKind() == CK_MemberPointerToBoolean ||
                        (isa<ImplicitCastExpr>(Cast) &&
                         (Cast->getCastKind() == CK_IntegralCast ||
                          Cast->getCastKind() == CK_UserDefinedConversion)))) {
      E = Cast->getSubExpr();
    } else if (const auto *Hint = dyn_cast<CallExpr>(E);
               Hint && (Hint->getBuiltinCallee() == Builtin::BI__builtin_expect ||
                        Hint->getBuiltinCallee() == Builtin::BI__builtin_expect_with_probability)) {
      E = Hint->getArg(0);
    } else {
      break;
    }
  }
  if (E->isValueDependent() || E->getType()->isVoidType() || E->getType()->isRecordType())
    return std::nullopt;
  const auto *Binary = dyn_cast<BinaryOperator>(E);
  const bool Compares = Binary && Binary->isComparisonOp() && !Values.contains(E);
  if (Compares)
    if (auto Told = compared(*Binary))
      return std::pair(Told->first, Told->second != Flipped);
  ir::Condition Made;
  Made.Left = Compares || isDropped(E->getType()) ? Opaques.of(E, Context) : asked(E);
  if (Made.Left.Kind == ir::ValueKind::Number)
    return std::nullopt;
  Made.Right = E->getType()->isIntegralOrEnumerationType() || isDropped(E->getType())
                   ? ir::FunctionBuilder::number(0)
                   : ir::Value{ir::ValueKind::Null, 0};
  Made.Where = place(E->getExprLoc());
  return std::pair(1 + Out.condition(Made), Flipped);
}

// Edges

void BodyLowering::addSwitchEdges(const CFGBlock &Block, const SwitchStmt &S) {
  const ir::Value On = value(S.getCond());
  for (const CFGBlock *To : Block.succs()) {
    if (!To)
      continue;
    std::uint32_t Index = 0;
    if (const auto *Case = dyn_cast_or_null<CaseStmt>(To->getLabel());
        Case && !Case->getRHS() && !Case->getLHS()->isValueDependent())
      Index = 1 + Out.condition({ir::Comparison::Equal, On,
                                 number(Case->getLHS()->EvaluateKnownConstInt(Context)),
                                 place(Case->getLHS()->getExprLoc())});
    Out.at(At).Edges.push_back({blockFor(*To), Index, true, false});
  }
}

void BodyLowering::addEdges(const CFGBlock &Block) {
  if (Block.hasNoReturnElement() &&
      !(!Block.empty() && Block.back().getKind() == CFGElement::Statement &&
        isa<CXXThrowExpr>(Block.back().castAs<CFGStmt>().getStmt())))
    return;
  const Stmt *Last = Block.empty() || !Block.back().getAs<CFGStmt>()
                         ? nullptr
                         : Block.back().castAs<CFGStmt>().getStmt();
  if (isa_and_nonnull<CXXThrowExpr>(Last)) {
    const std::uint32_t To = Try ? landing(*Try).Block : ir::FunctionBuilder::Exit;
    Out.at(At).Edges.push_back({To, 0, true, true});
    return;
  }
  const Stmt *Ends = Block.getTerminatorStmt();
  if (const auto *S = dyn_cast_or_null<SwitchStmt>(Ends))
    return addSwitchEdges(Block, *S);
  if (!Ends && decideLast(Block))
    return;
  std::optional<std::pair<std::uint32_t, bool>> Told;
  if (Block.succ_size() == 2 && Block.getTerminator().isStmtBranch() &&
      !isa_and_nonnull<CXXTryStmt, DeclStmt, IndirectGotoStmt, AsmStmt>(Ends)) {
    const Expr *E = Block.getLastCondition();
    if (!E)
      E = dyn_cast_or_null<Expr>(Block.getTerminatorCondition());
    if (E && *Block.succ_begin() && *std::next(Block.succ_begin()))
      Told = condition(E);
  }
  bool IsFirst = true;
  for (const CFGBlock *To : Block.succs()) {
    if (To) {
      const bool Thrown =
          isa_and_nonnull<CXXTryStmt>(Ends) && !isa_and_nonnull<CXXCatchStmt>(To->getLabel());
      const std::uint32_t Target = decidedEarly(Block, *To, IsFirst);
      Out.at(At).Edges.push_back(
          {Target, Told ? Told->first : 0, !Told || Told->second == IsFirst, Thrown});
    }
    IsFirst = false;
  }
}

// Exceptions

bool BodyLowering::mayThrow(const ir::Block &Block) const {
  return llvm::any_of(Block.Ops, [this](const ir::Op &O) {
    if (O.Kind == ir::OpKind::Call)
      return O.Callee == 0 || !(Out.function().Symbols[O.Callee - 1].Flags & ir::NoThrow);
    return O.Kind == ir::OpKind::Throw ||
           (O.Kind == ir::OpKind::Copy && O.Values.front().Kind == ir::ValueKind::Site);
  });
}

/// The exceptions of a try block go to its landing, which ends what the block began, and on to the
/// handlers.
void BodyLowering::finishTries(const CFG &Graph) {
  for (const auto &[Block, Of] : Guarded)
    if (mayThrow(Out.at(Block)) &&
        llvm::none_of(Out.at(Block).Edges, [](const ir::Edge &E) { return E.Thrown; })) {
      const std::uint32_t To = landing(*Of).Block;
      Out.at(Block).Edges.push_back({To, 0, true, true});
    }
  for (auto Dispatch = Graph.try_blocks_begin(); Dispatch != Graph.try_blocks_end(); ++Dispatch) {
    const auto *Of = cast<CXXTryStmt>((*Dispatch)->getTerminatorStmt());
    const Landing Its = landing(*Of);
    At = Its.Block;
    for (const auto &[Variable, Type] : llvm::reverse(Its.Begun)) {
      destroy(Variable, Type, Of->getTryBlock()->getEndLoc());
      end(Variable, Of->getTryBlock()->getEndLoc());
    }
    Out.at(At).Edges.push_back({BlockIndex[*Dispatch], 0, true, false});
  }
}

} // namespace memlint
