#include "analysis/extract/growth/GrowthAmount.h"

#include "analysis/extract/growth/DistinctKeys.h"
#include "analysis/extract/trips/Constancy.h"
#include "analysis/extract/trips/LoopEffects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {
namespace {

using namespace clang;

constexpr const char *NotEachTime = "does not grow in each iteration";

GrowthAmount unknown(const char *Why) { return {std::nullopt, Why}; }

GrowthAmount plus(const GrowthAmount &A, const GrowthAmount &B) {
  if (A.Unknown || !B.Count)
    return B.Unknown && !A.Unknown ? B : A;
  if (B.Unknown || !A.Count)
    return B;
  return {sum(std::array{*A.Count, *B.Count}), nullptr};
}

GrowthAmount upTo(GrowthAmount A) {
  if (A.Count)
    A.Count->Exact = false;
  return A;
}

/// What one or the other adds.
GrowthAmount either(const GrowthAmount &A, const GrowthAmount &B) {
  if (A.Unknown || B.Unknown)
    return A.Unknown ? A : B;
  if (!A.Count || !B.Count)
    return upTo(A.Count ? A : B);
  if (A.Count->Count == B.Count->Count)
    return A.Count->Exact ? B : A;
  if (!A.Count->Number || !B.Count->Number)
    return unknown("branches grow differently");
  return upTo(*A.Count->Number < *B.Count->Number ? B : A);
}

enum class Exit { None, Continues, Ends };

/// How an arm is left at its end: back to the loop's head, or for good.
Exit exitOf(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    return Block->body_empty() ? Exit::None : exitOf(Block->body_back());
  if (const auto *Cleanups = dyn_cast_or_null<ExprWithCleanups>(S))
    return exitOf(Cleanups->getSubExpr());
  if (const auto *Call = dyn_cast_or_null<CallExpr>(S))
    return Call->getDirectCallee() && Call->getDirectCallee()->isNoReturn() ? Exit::Ends
                                                                            : Exit::None;
  if (isa_and_nonnull<ContinueStmt>(S))
    return Exit::Continues;
  // A break or return makes the loop's count an upper bound by itself.
  return isa_and_nonnull<CXXThrowExpr, BreakStmt, ReturnStmt>(S) ? Exit::Ends : Exit::None;
}

/// Whether a part of `S` continues the loop around it.
bool mayContinue(const Stmt *S) {
  if (!S || isa<Expr, ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
    return false;
  return isa<ContinueStmt>(S) || llvm::any_of(S->children(), mayContinue);
}

/// The characters that a call appends, where it states them.
std::optional<std::uint64_t> statedLength(const ASTContext &Context, const Expr &Call) {
  SmallVector<const Expr *, 3> Arguments;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    Arguments.append(Member->arg_begin(), Member->arg_end());
  else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call))
    Arguments.append(std::next(Operator->arg_begin()), Operator->arg_end());
  if (Arguments.size() == 1)
    if (const auto *Text = dyn_cast<clang::StringLiteral>(Arguments[0]->IgnoreParenImpCasts()))
      if (StringRef(Text->getBytes()).find('\0') == StringRef::npos)
        return Text->getLength();
  Expr::EvalResult Value;
  if (Arguments.size() == 2 && Arguments[0]->getType()->isIntegerType() &&
      !Arguments[0]->isValueDependent() && Arguments[0]->EvaluateAsInt(Value, Context))
    return Value.Val.getInt().getZExtValue();
  return std::nullopt;
}

} // namespace

TripCount literalCount(std::uint64_t Number) {
  TripCount Count;
  Count.Trips = Count.Count = std::to_string(Number);
  Count.Number = Number;
  return Count;
}

GrowthAmounts::GrowthAmounts(const ASTContext &Context, const FunctionEvents &Events,
                             const TrackedContainer &C, const Stmt &FunctionBody)
    : Context(Context), Events(Events), C(C), FunctionBody(FunctionBody) {
  for (const ContainerEvent &E : C.Events) {
    if (!E.grows())
      continue;
    Calls[E.Call] = &E;
    for (unsigned At = E.Place; At != 0; At = Events.at(At).Parent)
      if (!Growing.insert(Events.at(At).S).second && Events.at(At).Kind != PlaceKind::Arm)
        break;
  }
}

GrowthAmount GrowthAmounts::of(const Stmt *S, const Stmt *Outer) const {
  if (!growsIn(S))
    return {};
  if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
    SmallVector<const Stmt *, 8> Parts(Block->body_begin(), Block->body_end());
    return ofSequence(Parts, Outer);
  }
  if (isa<IfStmt>(S))
    return ofIf(*S, {}, Outer);
  if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S))
    return ofLoop(*S, Outer);
  if (auto Repeated = repeatedLambda(Context, *S))
    return ofLambda(*S, *Repeated, Outer);
  if (isa<Expr, DeclStmt, ReturnStmt>(S))
    return ofExpression(S, Outer);
  return unknown(NotEachTime);
}

GrowthAmount GrowthAmounts::ofSequence(ArrayRef<const Stmt *> Parts, const Stmt *Outer) const {
  while (!Parts.empty() && !growsIn(Parts.back()))
    Parts = Parts.drop_back();
  GrowthAmount Total;
  for (std::size_t I = 0; I < Parts.size(); ++I) {
    if (!mayContinue(Parts[I])) {
      Total = plus(Total, of(Parts[I], Outer));
      continue;
    }
    if (isa<IfStmt>(Parts[I]))
      return plus(Total, ofIf(*Parts[I], Parts.drop_front(I + 1), Outer));
    return plus(Total,
                plus(upTo(of(Parts[I], Outer)), upTo(ofSequence(Parts.drop_front(I + 1), Outer))));
  }
  return Total;
}

/// `Rest` is what runs behind the statement, unless an arm continues the loop.
GrowthAmount GrowthAmounts::ofIf(const Stmt &S, ArrayRef<const Stmt *> Rest,
                                 const Stmt *Outer) const {
  const auto &If = cast<IfStmt>(S);
  GrowthAmount Head = If.getCond() ? of(If.getCond(), Outer) : GrowthAmount();
  if (If.getInit() && growsIn(If.getInit()))
    return unknown(NotEachTime);
  if (If.getConditionVariableDeclStmt() && growsIn(If.getConditionVariableDeclStmt()))
    return unknown(NotEachTime);
  auto ArmCount = [&](const Stmt *Arm) {
    GrowthAmount Own = of(Arm, Outer);
    if (exitOf(Arm) == Exit::Continues)
      return Own;
    bool Inner = mayContinue(Arm);
    GrowthAmount Behind = ofSequence(Rest, Outer);
    return Inner ? upTo(plus(Own, Behind)) : plus(Own, Behind);
  };
  if (auto Taken = If.getNondiscardedCase(Context))
    return plus(Head, *Taken ? ArmCount(*Taken) : ofSequence(Rest, Outer));
  if (exitOf(If.getThen()) == Exit::Ends)
    return plus(Head, ArmCount(If.getElse()));
  if (exitOf(If.getElse()) == Exit::Ends)
    return plus(Head, ArmCount(If.getThen()));
  return plus(Head, either(ArmCount(If.getThen()), ArmCount(If.getElse())));
}

GrowthAmount GrowthAmounts::ofEachTrip(const Stmt &Loop, const Stmt *Outer) const {
  const Stmt *Body = loopBody(Loop);
  for (const Stmt *Part : Loop.children())
    if (Part && Part != Body && growsIn(Part))
      return unknown("grows in the head of the loop");
  GrowthAmount Each = of(Body, Outer);
  if (C.Type.Kind != ContainerKind::Hash)
    return Each;
  for (const auto &[Call, Event] : Calls)
    if (Events.at(Events.at(Event->Place).Parent).S && growsIn(Body) && Event->Call &&
        !addsDistinctKeys(*Event->Call, Loop))
      return upTo(Each);
  return Each;
}

GrowthAmount GrowthAmounts::ofLoop(const Stmt &Loop, const Stmt *Outer) const {
  GrowthAmount Each = ofEachTrip(Loop, Outer ? Outer : &Loop);
  if (Each.Unknown || !Each.Count)
    return Each;
  return times(tripCount(Context, Loop, FunctionBody), std::move(Each), Outer);
}

GrowthAmount GrowthAmounts::ofLambda(const Stmt &S, const RepeatedLambda &Repeated,
                                     const Stmt *Outer) const {
  GrowthAmount Each = of(Repeated.Body, Outer ? Outer : &S);
  if (Each.Unknown || !Each.Count)
    return Each;
  auto Trips = algorithmCount(Context, *Repeated.Call);
  Constancy Kept(effectsOfAll(*Repeated.Body), FunctionBody);
  if (const auto *Count = std::get_if<TripCount>(&Trips))
    if (!llvm::all_of(Count->Reads, [&](const Expr *Read) { return Kept.keepsAll(*Read); }))
      return unknown("the range may change in the loop");
  return times(Trips, C.Type.Kind == ContainerKind::Hash ? upTo(Each) : Each, Outer);
}

/// What is added each time, so many times.
GrowthAmount GrowthAmounts::times(const TripCountOrReason &Trips, GrowthAmount Each,
                                  const Stmt *Outer) const {
  if (const auto *Why = std::get_if<const char *>(&Trips))
    return unknown(*Why);
  const auto &Count = std::get<TripCount>(Trips);
  if (Outer && !isSafeInside(Context, Count, *Outer, FunctionBody))
    return unknown("grows in nested loops whose number differs");
  if (Each.Count->Count == "1") {
    bool Exact = Each.Count->Exact;
    Each.Count = Count;
    Each.Count->Exact &= Exact;
    return Each;
  }
  return {product(std::array{Count, *Each.Count}), nullptr};
}

GrowthAmount GrowthAmounts::ofExpression(const Stmt *E, const Stmt *Outer) const {
  GrowthAmount Total;
  if (!E || isa<LambdaExpr, BlockExpr, StmtExpr, UnaryExprOrTypeTraitExpr, CXXNoexceptExpr>(E))
    return Total;
  if (const auto *Choice = dyn_cast<AbstractConditionalOperator>(E))
    return plus(ofExpression(Choice->getCond(), Outer),
                either(ofExpression(Choice->getTrueExpr(), Outer),
                       ofExpression(Choice->getFalseExpr(), Outer)));
  if (const auto *Logical = dyn_cast<BinaryOperator>(E); Logical && Logical->isLogicalOp())
    return plus(ofExpression(Logical->getLHS(), Outer),
                upTo(ofExpression(Logical->getRHS(), Outer)));
  if (auto Known = Calls.find(E); Known != Calls.end())
    Total = ofCall(*Known->second, Outer);
  for (const Stmt *Part : E->children())
    Total = plus(Total, ofExpression(Part, Outer));
  return Total;
}

GrowthAmount GrowthAmounts::ofCall(const ContainerEvent &Event, const Stmt *Outer) const {
  if (Event.Kind == EventKind::Inserter) {
    const auto *Algorithm = dyn_cast<CallExpr>(Event.Call);
    auto Count =
        Algorithm ? algorithmCount(Context, *Algorithm) : TripCountOrReason("not an algorithm");
    if (const auto *Why = std::get_if<const char *>(&Count))
      return unknown(*Why);
    auto &Known = std::get<TripCount>(Count);
    if (Outer && !isSafeInside(Context, Known, *Outer, FunctionBody))
      return unknown("grows in nested loops whose number differs");
    Known.Exact &= C.Type.Kind != ContainerKind::Hash;
    return {Known, nullptr};
  }
  if (Event.Use == ContainerUse::GrowsByOne)
    return {literalCount(1), nullptr};
  auto Length = statedLength(Context, *Event.Call);
  if (!Length || *Length == 0)
    return unknown("grows by pieces of unknown length");
  return {literalCount(*Length), nullptr};
}

} // namespace memlint
