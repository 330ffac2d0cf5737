#include "analysis/extract/trips/CountedLoops.h"

#include "analysis/extract/trips/Constancy.h"
#include "analysis/extract/trips/CountExpression.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {

using namespace clang;

namespace {

constexpr char NotCounted[] = "not a counted loop";

bool mentions(const Stmt *S, const ValueDecl &Decl) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S);
  return (Ref && Ref->getDecl() == &Decl) ||
         (S && llvm::any_of(S->children(), [&](const Stmt *Part) { return mentions(Part, Decl); }));
}

bool declares(const Stmt *S, const VarDecl &Var) {
  const auto *Decls = dyn_cast_or_null<DeclStmt>(S);
  return Decls && llvm::is_contained(Decls->decls(), &Var);
}

/// What `S` sets `Var` to when it does nothing else with it: a declaration, or an assignment, also
/// one of several (`i = 0, j = 1`).
const Expr *valueSetBy(const Stmt *S, const VarDecl &Var) {
  if (declares(S, Var))
    return Var.getInit();
  const auto *E = dyn_cast_or_null<Expr>(S);
  const auto *Op = E ? dyn_cast<BinaryOperator>(E->IgnoreParens()) : nullptr;
  if (Op && Op->isCommaOp()) {
    if (!mentions(Op->getRHS(), Var))
      return valueSetBy(Op->getLHS(), Var);
    return mentions(Op->getLHS(), Var) ? nullptr : valueSetBy(Op->getRHS(), Var);
  }
  if (!Op || Op->getOpcode() != BO_Assign || mentions(Op->getRHS(), Var))
    return nullptr;
  const auto *Ref = dyn_cast<DeclRefExpr>(Op->getLHS()->IgnoreParens());
  return Ref && Ref->getDecl() == &Var ? Op->getRHS() : nullptr;
}

/// The statements before `Of` in the block that holds it, the nearest first.
llvm::SmallVector<const Stmt *, 8> statementsBefore(const Stmt &Within, const Stmt &Of) {
  llvm::SmallVector<const Stmt *, 8> Before;
  for (const Stmt *Part : Within.children()) {
    if (Part == &Of)
      return isa<CompoundStmt>(Within) ? llvm::SmallVector<const Stmt *, 8>(llvm::reverse(Before))
                                       : llvm::SmallVector<const Stmt *, 8>();
    if (!Part)
      continue;
    Before.push_back(Part);
    if (Part->getBeginLoc() <= Of.getBeginLoc() || Part->getBeginLoc().isMacroID())
      if (auto Found = statementsBefore(*Part, Of); !Found.empty())
        return Found;
  }
  return {};
}

/// A local variable that holds a number or an iterator itself.
bool mayCount(const ASTContext &Context, const DeclRefExpr &Ref) {
  const auto *Var = cast<VarDecl>(Ref.getDecl());
  QualType Type = Var->getType().getCanonicalType();
  bool Number = Type->isIntegerType() && !Type->isBooleanType() && !Type->isEnumeralType() &&
                !Type->isBitIntType() &&
                Context.getTypeSize(Type) <= Context.getTypeSize(Context.getSizeType());
  return Var->hasLocalStorage() && !Ref.refersToEnclosingVariableOrCapture() &&
         !Type.isVolatileQualified() && (Number || isIterator(Type));
}

/// The bound, or the value that the loop's head gives to the variable that is the bound.
void setBound(CountedLoop &L, const Expr *Bound, const Constancy &Kept) {
  L.Bound = Bound;
  const auto *Ref = Bound ? dyn_cast<DeclRefExpr>(Bound->IgnoreParenImpCasts()) : nullptr;
  if (!Ref)
    if (const auto *Temporary = dyn_cast_or_null<MaterializeTemporaryExpr>(
            Bound ? Bound->IgnoreParenImpCasts() : nullptr))
      Ref = dyn_cast<DeclRefExpr>(Temporary->getSubExpr()->IgnoreParenImpCasts());
  const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Var || !declares(L.Head.Init, *Var) || Var->getType()->isReferenceType())
    return;
  if (Kept.effects().Changed.contains(Var) || !Var->getInit())
    return;
  L.Bound = Var->getInit();
  L.BoundIsKept = true;
}

const char *setStart(CountedLoop &L, const VarDecl &Counter) {
  if (const Expr *Value = valueSetBy(L.Head.Init, Counter)) {
    L.Start = Value;
    L.StartsHere = true;
    return nullptr;
  }
  if (mentions(L.Head.Init, Counter) || declares(L.Head.Init, Counter))
    return NotCounted;
  L.Start = valueBefore(L.Context, Counter, L.Loop, L.FunctionBody);
  return nullptr;
}

/// What the loop does with its counter besides stepping it once.
const char *whyNotSteppedOnce(const CountedLoop &L, const Constancy &Kept) {
  const LoopEffects &Effects = Kept.effects();
  const auto &Counter = *L.Step.Counter;
  if (Effects.HasErrors)
    return "compile errors";
  if (Effects.Changed.contains(&Counter))
    return "the counter is changed in the loop";
  if (!declares(L.Head.Init, Counter) && Effects.MayWriteElsewhere &&
      handedOutIn(L.FunctionBody).contains(&Counter))
    return "the counter is changed in the loop";
  const SourceManager &Sources = L.Context.getSourceManager();
  bool InBody =
      L.Head.Body && mentions(L.Head.Body, Counter) &&
      Sources.isBeforeInTranslationUnit(L.Head.Body->getBeginLoc(), L.Step.Where->getEndLoc()) &&
      !mentions(L.Head.Increment, Counter);
  if (InBody && Effects.FirstContinue &&
      Sources.isBeforeInTranslationUnit(Effects.FirstContinue->getBeginLoc(),
                                        L.Step.Where->getBeginLoc()))
    return "the loop may not step its counter";
  return nullptr;
}

std::variant<CountedLoop, const char *> withCounter(CountedLoop L, const CounterSide &Side,
                                                    const Expr *Bound) {
  auto Step = stepOf(L.Context, L.Head, Side);
  if (const auto *Reason = std::get_if<const char *>(&Step))
    return *Reason;
  L.Step = std::get<CounterStep>(Step);
  L.Counter = Side.Ref;
  L.Offset = Side.Offset;
  Constancy Kept(effectsBeside(L.Loop, *L.Step.Where), L.FunctionBody);
  if (const char *Reason = whyNotSteppedOnce(L, Kept))
    return Reason;
  if (const char *Reason = setStart(L, *L.Step.Counter))
    return Reason;
  setBound(L, Bound, Kept);
  return L;
}

} // namespace

const Expr *valueBefore(const ASTContext &Context, const VarDecl &Var, const Stmt &Loop,
                        const Stmt &FunctionBody) {
  llvm::SmallVector<const Stmt *, 4> Between;
  for (const Stmt *S : statementsBefore(FunctionBody, Loop)) {
    if (isa<SwitchCase, LabelStmt>(S))
      return nullptr;
    if (!mentions(S, Var) && !declares(S, Var)) {
      Between.push_back(S);
      continue;
    }
    const Expr *Value = valueSetBy(S, Var);
    if (!Value || constantOf(Context, *Value))
      return Value;
    bool Kept = isRangeEnd(*Value) && llvm::all_of(Between, [&](const Stmt *Other) {
                  return Constancy(effectsOfAll(*Other), FunctionBody).keepsAll(*Value);
                });
    return Kept ? Value : nullptr;
  }
  return nullptr;
}

std::variant<CountedLoop, const char *> countedLoop(const ASTContext &Context, const Stmt &Loop,
                                                    const Expr &Condition,
                                                    const Stmt &FunctionBody) {
  auto Head = loopHead(Loop);
  auto Compared = asComparison(Condition);
  if (!Head || !Compared)
    return NotCounted;
  CountedLoop L{Context, Loop, FunctionBody, *Head, {}, Compared->Operator};
  const char *Reason = NotCounted;
  for (bool Turned : {false, true}) {
    const Expr *Side = Turned ? Compared->Right : Compared->Left;
    const Expr *Other = Turned ? Compared->Left : Compared->Right;
    auto Counter = Side ? counterSide(Context, *Side) : std::nullopt;
    if (!Counter || !mayCount(Context, *Counter->Ref))
      continue;
    L.Operator = Compared->Operator;
    if (Turned && L.Operator != BO_NE && L.Operator != BO_EQ)
      L.Operator = BinaryOperator::reverseComparisonOp(L.Operator);
    auto Found = withCounter(L, *Counter, Other);
    if (std::holds_alternative<CountedLoop>(Found))
      return Found;
    if (Reason == NotCounted)
      Reason = std::get<const char *>(Found);
  }
  return Reason;
}

} // namespace memlint
