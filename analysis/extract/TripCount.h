// How often a loop runs, as an expression that can be written before it. Knows counted for loops
// and range-for over ranges that know their size; anything else has a reason why not.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPCOUNT_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPCOUNT_H

#include "clang/AST/Stmt.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace clang {
class ASTContext;
class VarDecl;
} // namespace clang

namespace memlint {

struct TripCount {
  std::string Trips;                   // how the source states the number: `src.size()`
  std::string Count;                   // a std::size_t expression, never negative, no side effects
  std::optional<std::uint64_t> Number; // where it is a constant; at least 1
};

/// A trip count, or why there is none.
using TripCountOrReason = std::variant<TripCount, const char *>;

/// The exact number of times that `Loop` runs its body unless it leaves early (see LoopEffects);
/// `FunctionBody` is the body of the function around it.
TripCountOrReason tripCount(const clang::ASTContext &Context, const clang::Stmt &Loop,
                            const clang::Stmt &FunctionBody);

/// The variable that a counted for loop declares and steps; null for any other loop.
const clang::VarDecl *loopCounter(const clang::Stmt &Loop);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPCOUNT_H
