// The text of a count: what an expression must be like to be written again before a loop, and the
// arithmetic of distances, sums and products, guarded so that nothing becomes negative or wraps.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPS_COUNTEXPRESSION_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPS_COUNTEXPRESSION_H

#include "analysis/extract/trips/TripCount.h"

namespace clang {
class CXXMethodDecl;
class Expr;
} // namespace clang

namespace memlint {

/// Integers that count things: no bool, character or enumerator, none wider than size_t.
bool isCountType(const clang::ASTContext &Context, clang::QualType Type);

/// The value of an integer that the compiler knows, where it fits.
std::optional<std::int64_t> constantOf(const clang::ASTContext &Context, const clang::Expr &E);

/// One line of source without comments; empty where it cannot be written again.
std::string countText(const clang::ASTContext &Context, const clang::Expr &E);

/// What stands against evaluating an expression once more: a side effect, a volatile or atomic
/// read, an operand that is no count. Null when nothing does; `AsksAccessor` is set when it calls a
/// const member function that is no size().
const char *whyNotRepeatable(const clang::ASTContext &Context, const clang::Expr &E,
                             bool &AsksAccessor);

/// Whether all that `E` names is declared before `Loop` begins.
bool isVisibleBefore(const clang::ASTContext &Context, const clang::Expr &E,
                     const clang::Stmt &Loop);

/// `Base + Offset`, or a constant where there is no base.
struct LinearTerm {
  const clang::Expr *Base = nullptr;
  std::int64_t Offset = 0;
};

/// How casts to wider or narrower integers inside a term are read.
enum class Casts {
  Stripped, // `static_cast<int>(a.size())` is `a.size()`
  Kept,
};

/// Null where a constant does not fit.
std::optional<LinearTerm> linearTerm(const clang::ASTContext &Context, const clang::Expr &E,
                                     Casts Read);

/// How often a counter that goes from `Low` to before `High` in steps of `Step` moves; the terms'
/// bases are known to be repeatable. `Number` and the texts are set, not more.
TripCountOrReason distanceCount(const clang::ASTContext &Context, const LinearTerm &Low,
                                const LinearTerm &High, std::uint64_t Step);

/// A count that is the value of one expression.
TripCountOrReason valueCount(const clang::ASTContext &Context, const clang::Expr &E);

/// A count that the compiler knows; `Text` is how the source writes it, if it does.
TripCount numberCount(std::uint64_t Number, std::string Text = "");

/// A count with text of its own, of a type that counts.
TripCount textCount(const clang::ASTContext &Context, std::string Text, clang::QualType Type);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPS_COUNTEXPRESSION_H
