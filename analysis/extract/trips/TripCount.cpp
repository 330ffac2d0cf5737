#include "analysis/extract/trips/TripCount.h"

#include "analysis/extract/trips/Constancy.h"
#include "analysis/extract/trips/CountExpression.h"
#include "analysis/extract/trips/CountedLoops.h"
#include "analysis/extract/trips/RangeSize.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {
namespace {

using namespace clang;

constexpr char NotStated[] = "a loop whose number of iterations is not stated";

/// Whether a loop's init statement does more than declare variables of its own.
bool hasEffects(const ASTContext &Context, const Stmt &Init) {
  const auto *Declared = dyn_cast<DeclStmt>(&Init);
  return !Declared || llvm::any_of(Declared->decls(), [&](const Decl *D) {
    const auto *Var = dyn_cast<VarDecl>(D);
    return !Var || (Var->getInit() && Var->getInit()->HasSideEffects(Context));
  });
}

TripCountOrReason rangeLoop(const ASTContext &Context, const CXXForRangeStmt &For,
                            const Stmt &FunctionBody) {
  const Expr *Range = For.getRangeInit()->IgnoreImplicit();
  if (For.getInit() &&
      (hasEffects(Context, *For.getInit()) || !isVisibleBefore(Context, *Range, For)))
    return "the range is declared in the loop";
  if (const auto *Braces = dyn_cast<CXXStdInitializerListExpr>(Range))
    return numberCount(
        Context.getAsConstantArrayType(Braces->getSubExpr()->getType())->getSize().getZExtValue());
  Range = Range->IgnoreParenImpCasts();
  auto Result = rangeSize(Context, *Range);
  if (!std::holds_alternative<TripCount>(Result))
    return Result;
  // The loop asks for the end once: how far it is may change where elements are linked. Where they
  // stand in a row, adding some leaves the loop without valid iterators: nobody does by intent.
  const auto *Begin =
      dyn_cast_or_null<VarDecl>(For.getBeginStmt() ? For.getBeginStmt()->getSingleDecl() : nullptr);
  bool InRow = Begin && isRandomAccess(Begin->getType());
  Constancy Kept(effectsOf(For, nullptr), FunctionBody);
  const ValueDecl *Named = namedObject(Range);
  if (InRow ? Named && Kept.effects().Changed.contains(Named) : !Kept.keepsAll(*Range))
    return "the range may change in the loop";
  return Result;
}

/// The body runs before the condition is asked for the first time.
TripCountOrReason ofDoLoop(const CountedLoop &L, TripCountOrReason Result) {
  const auto *Count = std::get_if<TripCount>(&Result);
  if (!Count)
    return Result;
  if (!Count->Number)
    return NotStated;
  bool InCondition =
      !straightParts(L.Head.Condition, [&](const Expr &E) { return &E == L.Step.Where; }).empty();
  return numberCount(*Count->Number + InCondition);
}

TripCountOrReason ofCondition(const ASTContext &Context, const Stmt &Loop, const Expr &Condition,
                              const Stmt &FunctionBody) {
  if (auto Drained = drainTrips(Context, Loop, Condition, FunctionBody);
      !isa<DoStmt>(Loop) && std::holds_alternative<TripCount>(Drained))
    return Drained;
  auto Counted = countedLoop(Context, Loop, Condition, FunctionBody);
  if (const auto *Reason = std::get_if<const char *>(&Counted))
    return *Reason;
  const auto &L = std::get<CountedLoop>(Counted);
  auto Result = isIterator(L.Step.Counter->getType()) ? iteratorTrips(L) : numberTrips(L);
  return isa<DoStmt>(Loop) ? ofDoLoop(L, std::move(Result)) : Result;
}

/// Safe to evaluate where the source does not: nothing is dereferenced, divided or indexed, and no
/// code of the user runs.
bool isHarmless(const ASTContext &Context, const Expr &Whole) {
  const Expr *E = Whole.IgnoreParenImpCasts();
  if (isa<IntegerLiteral, CXXThisExpr, UnaryExprOrTypeTraitExpr>(E) || constantOf(Context, *E))
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return Var && (!Var->isLocalVarDecl() || Var->hasInit());
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
    return (!Member->isArrow() || isa<CXXThisExpr>(Base)) && isHarmless(Context, *Base);
  }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const auto *Callee = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
    return Callee && asksForSize(*Call) && isHarmless(Context, *Callee);
  }
  if (const Expr *Range = askedRange(*E))
    return isHarmless(Context, *Range);
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return isHarmless(Context, *Cast->getSubExpr());
  return false;
}

bool readsAll(const TripCount &Count, llvm::function_ref<bool(const Expr &)> Good) {
  return llvm::all_of(Count.Reads, [&](const Expr *Read) { return Good(*Read); });
}

} // namespace

const VarDecl *loopCounter(const Stmt &Loop) {
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Init = For ? dyn_cast_or_null<DeclStmt>(For->getInit()) : nullptr;
  return Init && Init->isSingleDecl() ? dyn_cast<VarDecl>(Init->getSingleDecl()) : nullptr;
}

TripCountOrReason tripCount(const ASTContext &Context, const Stmt &Loop, const Stmt &FunctionBody) {
  TripCountOrReason Result = NotStated;
  std::size_t Conditions = 1;
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop)) {
    Result = rangeLoop(Context, *Range, FunctionBody);
  } else if (auto Head = loopHead(Loop); Head && Head->Condition) {
    auto Parts = conjuncts(*Head->Condition);
    Conditions = Parts.size();
    Result = ofCondition(Context, Loop, *Parts.front(), FunctionBody);
    for (std::size_t I = 1; I < Parts.size(); ++I) {
      if (std::holds_alternative<TripCount>(Result))
        break;
      auto Later = ofCondition(Context, Loop, *Parts[I], FunctionBody);
      const auto *Count = std::get_if<TripCount>(&Later);
      if (Count && readsAll(*Count, [&](const Expr &E) { return isHarmless(Context, E); }))
        Result = std::move(Later);
    }
  }
  if (auto *Count = std::get_if<TripCount>(&Result))
    if (Conditions > 1 || effectsOf(Loop, nullptr).LeavesEarly)
      Count->Exact = false;
  return Result;
}

bool isSafeBefore(const ASTContext &Context, const TripCount &Count,
                  std::span<const Stmt *const> Between, const Stmt &FunctionBody) {
  if (Count.AsksAccessor)
    return false;
  for (const Stmt *S : Between) {
    Constancy Kept(effectsOfAll(*S), FunctionBody);
    auto Stays = [&](const Expr &E) {
      const auto *Ref = dyn_cast<DeclRefExpr>(E.IgnoreParenImpCasts());
      const auto *Var = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
      bool Iterates = Var && isIterator(Var->getType());
      return isVisibleBefore(Context, E, *S) && isHarmless(Context, E) &&
             (Iterates ? Kept.keepsValue(*Var) : Kept.keepsAll(E));
    };
    if (!readsAll(Count, Stays))
      return false;
  }
  return true;
}

} // namespace memlint
