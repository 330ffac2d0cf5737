#include "analysis/extract/trips/LoopSteps.h"

#include "analysis/extract/trips/CountExpression.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {

using namespace clang;

namespace {

/// The variable that `E` names alone.
const DeclRefExpr *variable(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref && isa<VarDecl>(Ref->getDecl()) ? Ref : nullptr;
}

bool names(const Expr *E, const VarDecl &Var) {
  const auto *Ref = variable(E);
  return Ref && Ref->getDecl() == &Var;
}

std::optional<CounterStep> step(const Expr &Where, const Expr *Target,
                                std::optional<std::int64_t> By) {
  const DeclRefExpr *Ref = variable(Target);
  if (!Ref || !By)
    return std::nullopt;
  return CounterStep{cast<VarDecl>(Ref->getDecl()), *By, &Where};
}

std::optional<std::int64_t> negated(std::optional<std::int64_t> By) {
  return By && *By != INT64_MIN ? std::optional(-*By) : std::nullopt;
}

/// `i = i + 1`, `i = 1 + i`, `i = i - 1`.
std::optional<CounterStep> asAssignedStep(const ASTContext &Context, const BinaryOperator &Assign) {
  const DeclRefExpr *Ref = variable(Assign.getLHS());
  const auto *Op = dyn_cast<BinaryOperator>(Assign.getRHS()->IgnoreParenImpCasts());
  if (!Ref || !Op || !Op->isAdditiveOp())
    return std::nullopt;
  const auto &Var = *cast<VarDecl>(Ref->getDecl());
  if (names(Op->getLHS(), Var)) {
    auto By = constantOf(Context, *Op->getRHS());
    return step(Assign, Ref, Op->getOpcode() == BO_Add ? By : negated(By));
  }
  if (Op->getOpcode() == BO_Add && names(Op->getRHS(), Var))
    return step(Assign, Ref, constantOf(Context, *Op->getLHS()));
  return std::nullopt;
}

/// `++it`, `it++`, `it += 2` of iterators.
std::optional<CounterStep> asIteratorStep(const ASTContext &Context,
                                          const CXXOperatorCallExpr &Call) {
  switch (Call.getOperator()) {
  case OO_PlusPlus:
    return step(Call, Call.getArg(0), 1);
  case OO_MinusMinus:
    return step(Call, Call.getArg(0), -1);
  case OO_PlusEqual:
    return step(Call, Call.getArg(0), constantOf(Context, *Call.getArg(1)));
  default:
    return std::nullopt;
  }
}

void collectParts(const Stmt *S, llvm::function_ref<bool(const Expr &)> Wanted,
                  llvm::SmallVector<const Expr *, 2> &Parts) {
  if (!S || isa<LambdaExpr, BlockExpr>(S))
    return;
  if (const auto *E = dyn_cast<Expr>(S); E && Wanted(*E))
    Parts.push_back(E);
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(S))
    return collectParts(Choice->getCond(), Wanted, Parts);
  if (const auto *Op = dyn_cast<BinaryOperator>(S); Op && Op->isLogicalOp())
    return collectParts(Op->getLHS(), Wanted, Parts);
  bool Straight = isa<Expr, DeclStmt, CompoundStmt, AttributedStmt>(S);
  if (const auto *If = dyn_cast<IfStmt>(S))
    return collectParts(If->getCond(), Wanted, Parts);
  if (Straight)
    for (const Stmt *Part : S->children())
      collectParts(Part, Wanted, Parts);
}

bool mentions(const Stmt *S, const VarDecl &Var) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S);
  return (Ref && Ref->getDecl() == &Var) ||
         (S && llvm::any_of(S->children(), [&](const Stmt *Part) { return mentions(Part, Var); }));
}

} // namespace

std::optional<LoopHead> loopHead(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop); For && !For->getConditionVariable())
    return LoopHead{For->getInit(), For->getCond(), For->getInc(), For->getBody()};
  if (const auto *While = dyn_cast<WhileStmt>(&Loop); While && !While->getConditionVariable())
    return LoopHead{nullptr, While->getCond(), nullptr, While->getBody()};
  if (const auto *Do = dyn_cast<DoStmt>(&Loop))
    return LoopHead{nullptr, Do->getCond(), nullptr, Do->getBody()};
  return std::nullopt;
}

std::optional<CounterStep> asStep(const ASTContext &Context, const Expr &E) {
  if (const auto *Unary = dyn_cast<UnaryOperator>(&E); Unary && Unary->isIncrementDecrementOp())
    return step(E, Unary->getSubExpr(), Unary->isIncrementOp() ? 1 : -1);
  if (const auto *Compound = dyn_cast<CompoundAssignOperator>(&E)) {
    auto By = constantOf(Context, *Compound->getRHS());
    if (Compound->getOpcode() == BO_AddAssign)
      return step(E, Compound->getLHS(), By);
    if (Compound->getOpcode() == BO_SubAssign)
      return step(E, Compound->getLHS(), negated(By));
    return std::nullopt;
  }
  if (const auto *Assign = dyn_cast<BinaryOperator>(&E); Assign && Assign->getOpcode() == BO_Assign)
    return asAssignedStep(Context, *Assign);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(&E))
    return asIteratorStep(Context, *Call);
  return std::nullopt;
}

std::optional<LoopComparison> asComparison(const Expr &Condition) {
  const Expr *E = Condition.IgnoreParenImpCasts();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
    E = Cleanups->getSubExpr()->IgnoreParenImpCasts();
  if (const auto *Op = dyn_cast<BinaryOperator>(E); Op && Op->isComparisonOp())
    return LoopComparison{Op->getOpcode(), Op->getLHS(), Op->getRHS()};
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E);
      Rewritten && Rewritten->isComparisonOp())
    return LoopComparison{Rewritten->getOperator(), Rewritten->getLHS(), Rewritten->getRHS()};
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
      Call && Call->isComparisonOp() && Call->getNumArgs() == 2)
    return LoopComparison{BinaryOperator::getOverloadedOpcode(Call->getOperator()), Call->getArg(0),
                          Call->getArg(1)};
  if (E->getType()->isIntegerType() && !E->getType()->isBooleanType())
    return LoopComparison{BO_NE, E, nullptr};
  return std::nullopt;
}

llvm::SmallVector<const Expr *, 2> conjuncts(const Expr &Condition) {
  llvm::SmallVector<const Expr *, 2> Parts;
  const auto *Op = dyn_cast<BinaryOperator>(Condition.IgnoreParenImpCasts());
  if (!Op || Op->getOpcode() != BO_LAnd)
    return {&Condition};
  Parts = conjuncts(*Op->getLHS());
  Parts.append(conjuncts(*Op->getRHS()));
  return Parts;
}

llvm::SmallVector<const Expr *, 2> straightParts(const Stmt *Body,
                                                 llvm::function_ref<bool(const Expr &)> Wanted) {
  llvm::SmallVector<const Expr *, 2> Parts;
  collectParts(Body, Wanted, Parts);
  return Parts;
}

std::optional<CounterSide> counterSide(const ASTContext &Context, const Expr &Whole) {
  const Expr *Side = Whole.IgnoreParenImpCasts();
  if (const auto *Bound = dyn_cast<MaterializeTemporaryExpr>(Side))
    Side = Bound->getSubExpr()->IgnoreParenImpCasts();
  if (const DeclRefExpr *Ref = variable(Side))
    return CounterSide{Ref, 0, nullptr};
  if (auto Step = asStep(Context, *Side)) {
    const auto *Unary = dyn_cast<UnaryOperator>(Side);
    const auto *Call = dyn_cast<CXXOperatorCallExpr>(Side);
    bool After = (Unary && Unary->isPostfix()) ||
                 (Call && Call->getNumArgs() == 2 && Call->getOperator() != OO_PlusEqual);
    const Expr *Target = Unary  ? Unary->getSubExpr()
                         : Call ? Call->getArg(0)
                                : cast<BinaryOperator>(Side)->getLHS();
    return CounterSide{variable(Target), After ? 0 : Step->By, Side};
  }
  const auto *Op = dyn_cast<BinaryOperator>(Side);
  if (!Op || !Op->isAdditiveOp() || !variable(Op->getLHS()))
    return std::nullopt;
  auto By = constantOf(Context, *Op->getRHS());
  if (!By || *By <= -(1 << 30) || *By >= 1 << 30)
    return std::nullopt;
  return CounterSide{variable(Op->getLHS()), Op->getOpcode() == BO_Add ? *By : -*By, nullptr};
}

std::variant<CounterStep, const char *> stepOf(const ASTContext &Context, const LoopHead &Head,
                                               const CounterSide &Counter) {
  const auto &Var = *cast<VarDecl>(Counter.Ref->getDecl());
  if (Counter.StepsHere)
    return *asStep(Context, *Counter.StepsHere);
  auto Steps = [&](const Expr &E) {
    auto Step = asStep(Context, E);
    return Step && Step->Counter == &Var;
  };
  bool InIncrement = mentions(Head.Increment, Var);
  const Stmt *Where = InIncrement ? static_cast<const Stmt *>(Head.Increment) : Head.Body;
  auto Found = straightParts(Where, Steps);
  if (Found.size() == 1)
    return *asStep(Context, *Found.front());
  return Found.empty() ? "not a counted loop" : "the counter is changed in the loop";
}

} // namespace memlint
