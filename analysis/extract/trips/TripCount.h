// How often a loop or an algorithm does its work, as an expression that can be written before it,
// and the arithmetic of such counts. What is not known exactly has a reason why not.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPS_TRIPCOUNT_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPS_TRIPCOUNT_H

#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>

namespace clang {
class ASTContext;
class CallExpr;
class VarDecl;
} // namespace clang

namespace memlint {

/// What a count's text is, for what may be written around it.
enum class CountShape {
  Primary,     // `n`, `src.size()`, `7`
  Arithmetic,  // `n + 1`: binds tighter than a comparison
  Conditional, // `n > 0 ? … : 0`
};

struct TripCount {
  std::string Trips;                   // how the source states the number: `src.size()`
  std::string Count;                   // converts to std::size_t, never negative, no side effects
  std::optional<std::uint64_t> Number; // where it is a constant; at least 1
  bool Exact = true;                   // false: it may end earlier, and never does more
  bool AsksAccessor = false;           // calls a const member function that is no size()
  bool IsDistance = false;             // of two iterators, which must have random access
  bool IsSize = false;                 // Count has the type std::size_t as it stands
  CountShape Shape = CountShape::Primary;
  llvm::SmallVector<const clang::Expr *, 2> Reads; // what Count evaluates, constants aside
};

/// A trip count, or why there is none.
using TripCountOrReason = std::variant<TripCount, const char *>;

/// How many times `Loop` runs its body, as an expression to be evaluated directly before it;
/// `FunctionBody` is the body of the function around it. Exact unless the loop may leave early or
/// has a second condition.
TripCountOrReason tripCount(const clang::ASTContext &Context, const clang::Stmt &Loop,
                            const clang::Stmt &FunctionBody);

/// How many elements one call of a standard algorithm (std::copy, std::ranges::transform,
/// std::generate_n and so on) hands to its output or its function, evaluated directly before it.
/// Upper bounds, as of std::copy_if, are not exact.
TripCountOrReason algorithmCount(const clang::ASTContext &Context, const clang::CallExpr &Call);

/// Whether `Call` is an algorithm that only calls its function, as std::for_each.
bool appliesToEach(const clang::CallExpr &Call);

/// Whether a count that is good directly before its own loop may be evaluated before all of
/// `Between`, the statements from the place of evaluation on to its loop or around it: nothing in
/// them changes what it reads, all names are declared before them, and evaluating it is safe even
/// where its loop is not reached: variables, members of objects, size() of these.
bool isSafeBefore(const clang::ASTContext &Context, const TripCount &Count,
                  std::span<const clang::Stmt *const> Between, const clang::Stmt &FunctionBody);

/// The same for a loop inside `Outer`.
inline bool isSafeInside(const clang::ASTContext &Context, const TripCount &Inner,
                         const clang::Stmt &Outer, const clang::Stmt &FunctionBody) {
  const clang::Stmt *Around[] = {&Outer};
  return isSafeBefore(Context, Inner, Around, FunctionBody);
}

/// The count of a loop in a loop, or of so many elements each time; and of one loop after another.
TripCount product(std::span<const TripCount> Factors);
TripCount sum(std::span<const TripCount> Terms);
std::string productText(std::span<const TripCount> Factors);
std::string sumText(std::span<const TripCount> Terms);

/// The variable that a counted for loop declares and steps; null for any other loop.
const clang::VarDecl *loopCounter(const clang::Stmt &Loop);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPS_TRIPCOUNT_H
