#include "analysis/extract/trips/Constancy.h"
#include "analysis/extract/trips/CountExpression.h"
#include "analysis/extract/trips/CountedLoops.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace memlint {
namespace {

using namespace clang;

constexpr char NotCounted[] = "not a counted loop";
constexpr char Converted[] = "the bound changes its value by a conversion";

bool mentions(const Stmt *S, const VarDecl &Var) {
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(S);
  return (Ref && Ref->getDecl() == &Var) ||
         (S && llvm::any_of(S->children(), [&](const Stmt *Part) { return mentions(Part, Var); }));
}

/// The two ends of the way that a counter goes, upwards whatever the loop's direction.
struct Way {
  LinearTerm Low, High;
};

class NumberLoop {
public:
  explicit NumberLoop(const CountedLoop &L)
      : L(L), Context(L.Context), Counter(*L.Step.Counter), Up(L.Step.By > 0),
        Unsigned(Counter.getType()->isUnsignedIntegerType()) {}

  TripCountOrReason trips() {
    if (const char *Reason = whyNotOrdered())
      return Reason;
    auto First = way(Casts::Stripped);
    if (const auto *Reason = std::get_if<const char *>(&First))
      return *Reason;
    Way W = std::get<Way>(First);
    if (differInSign(W))
      if (auto Plain = way(Casts::Kept); std::holds_alternative<Way>(Plain))
        W = std::get<Way>(Plain);
    if (const char *Reason = whyNotKept(W))
      return Reason;
    auto Result = count(W);
    if (auto *Count = std::get_if<TripCount>(&Result))
      Count->AsksAccessor = AsksAccessor;
    return Result;
  }

private:
  /// The operator must point the way that the counter goes.
  const char *whyNotOrdered() {
    if (L.Step.By == 0 || L.Step.By == INT64_MIN)
      return NotCounted;
    bool Ordered = L.Operator == BO_NE || (Up ? L.Operator == BO_LT || L.Operator == BO_LE
                                              : L.Operator == BO_GT || L.Operator == BO_GE);
    if (!Ordered)
      return NotCounted;
    if (L.Bound && mentions(L.Bound, Counter) && !constantOf(Context, *L.Bound))
      return "the bound is computed";
    return nullptr;
  }

  std::optional<LinearTerm> start(Casts Read) const {
    if (L.Start)
      return linearTerm(Context, *L.Start, Read);
    return LinearTerm{L.Counter, 0};
  }

  std::variant<Way, const char *> way(Casts Read) {
    auto Start = start(Read);
    auto End = L.Bound ? linearTerm(Context, *L.Bound, Read) : LinearTerm{};
    if (!Start || !End)
      return "the number is too large";
    if (const char *Reason = whyConverted(*Start, *End))
      return Reason;
    Way W{Up ? *Start : *End, Up ? *End : *Start};
    std::int64_t Inclusive = L.Operator == BO_LE || L.Operator == BO_GE;
    // `counter + Offset` reaches the end: upwards the way is shorter by it, downwards longer.
    std::int64_t Further = Inclusive + (Up ? -L.Offset : L.Offset);
    if (__builtin_add_overflow(W.High.Offset, Further, &W.High.Offset))
      return "the number is too large";
    return W;
  }

  /// A comparison in unsigned numbers, or a narrow counter, sees other values than are written.
  const char *whyConverted(const LinearTerm &Start, const LinearTerm &End) const {
    QualType Compared = L.Bound ? L.Bound->getType() : Counter.getType();
    if (L.Start && !Start.Base && Start.Offset < 0 && Compared->isUnsignedIntegerType())
      return "the counter changes its value by a conversion"; // i = -1; i < 10u
    if (L.Bound && !End.Base &&
        constantOf(Context, *L.Bound) != constantOf(Context, *L.Bound->IgnoreParenImpCasts()))
      return Converted; // i < -1, with i unsigned
    if (!End.Base && End.Offset < 0 && Unsigned)
      return Converted;
    bool Narrow = Context.getTypeSize(Counter.getType()) < Context.getTypeSize(Context.IntTy);
    if (!Up && Narrow && L.Start && Start.Base)
      return "the counter changes its value by a conversion";
    if (Up && Narrow && End.Base &&
        Context.getTypeSize(Counter.getType()) <
            Context.getTypeSize(End.Base->IgnoreParenImpCasts()->getType()))
      return "the counter wraps before the loop ends";
    return nullptr;
  }

  bool differInSign(const Way &W) const {
    auto Signed = [](const LinearTerm &Term) {
      return Term.Base->IgnoreParenImpCasts()->getType()->isSignedIntegerType();
    };
    return W.Low.Base && W.High.Base && Signed(W.Low) != Signed(W.High);
  }

  /// All names are there before the loop; what is read again and again does not change.
  const char *whyNotKept(const Way &W) {
    const LinearTerm &Start = Up ? W.Low : W.High, &End = Up ? W.High : W.Low;
    for (const LinearTerm *Term : {&Start, &End}) {
      if (!Term->Base)
        continue;
      if (!isVisibleBefore(Context, *Term->Base, L.Loop))
        return "the bound is declared in the loop";
      if (const char *Reason = whyNotRepeatable(Context, *Term->Base, AsksAccessor))
        return Reason;
    }
    if (!End.Base || L.BoundIsKept)
      return nullptr;
    Constancy Kept(effectsBeside(L.Loop, *L.Step.Where), L.FunctionBody);
    return Kept.keepsAll(*End.Base) ? nullptr : "the bound may change in the loop";
  }

  TripCountOrReason count(const Way &W) {
    auto Step = static_cast<std::uint64_t>(Up ? L.Step.By : -L.Step.By);
    bool Known = !W.Low.Base && !W.High.Base;
    if (Step > 1 && !Known && (L.Operator == BO_NE || (!Up && Unsigned)))
      return "the counter may miss its bound";
    if (!Up && Unsigned && L.Operator == BO_GE && (W.Low.Base || W.Low.Offset <= 0))
      return "the counter wraps before the loop ends";
    if (Known)
      return knownCount(W, Step);
    return distanceCount(Context, W.Low, W.High, Step);
  }

  /// `i < Limit` from zero is counted in the words of the source.
  TripCountOrReason knownCount(const Way &W, std::uint64_t Step) {
    std::int64_t Distance;
    if (__builtin_sub_overflow(W.High.Offset, W.Low.Offset, &Distance))
      return "the number is too large";
    if (Distance > 0 && Distance % static_cast<std::int64_t>(Step) != 0 &&
        (L.Operator == BO_NE || (!Up && Unsigned)))
      return "the counter may miss its bound";
    if (Up && Distance > 0 && wrapsBefore(W.High.Offset))
      return "the counter wraps before the loop ends";
    auto Result = distanceCount(Context, W.Low, W.High, Step);
    const Expr *Written = Up ? L.Bound : L.Start;
    auto *Count = std::get_if<TripCount>(&Result);
    bool AsWritten = Count && Written && L.Offset == 0 && L.Operator != BO_LE &&
                     L.Operator != BO_GE && (Up || L.StartsHere) && !mentions(Written, Counter) &&
                     isVisibleBefore(Context, *Written, L.Loop);
    auto Value = AsWritten ? constantOf(Context, *Written) : std::nullopt;
    if (!Value || static_cast<std::uint64_t>(*Value) != *Count->Number)
      return Result;
    TripCount Said = numberCount(*Count->Number, countText(Context, *Written->IgnoreImpCasts()));
    if (isa<BinaryOperator, AbstractConditionalOperator>(Written->IgnoreImpCasts()))
      Said.Shape = CountShape::Arithmetic;
    return Said;
  }

  bool wrapsBefore(std::int64_t End) const {
    unsigned Bits = unsigned(Context.getTypeSize(Counter.getType())) - !Unsigned;
    return Bits < 63 && End > 0 && End >> Bits != 0;
  }

  const CountedLoop &L;
  const ASTContext &Context;
  const VarDecl &Counter;
  bool Up, Unsigned;
  bool AsksAccessor = false;
};

} // namespace

TripCountOrReason numberTrips(const CountedLoop &Loop) { return NumberLoop(Loop).trips(); }

} // namespace memlint
