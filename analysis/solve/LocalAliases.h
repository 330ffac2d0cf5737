// Other names of one place that a function has all the time: references, and pointers that are
// bound once.
#ifndef MEMLINT_ANALYSIS_SOLVE_LOCALALIASES_H
#define MEMLINT_ANALYSIS_SOLVE_LOCALALIASES_H

#include "analysis/model/MemoryIr.h"

#include <cstdint>
#include <map>
#include <optional>

namespace memlint {

/// Local variables that always hold the same, by what that is: the address of a place that does not
/// move, or what a parameter holds from the beginning to the end. None of these is in the value of
/// another.
using LocalAliases = std::map<std::uint32_t, ir::Value>;

/// The function with each place called by one name, and the variables that it was called by before.
/// Blocks, operations and conditions keep their numbers, and so do paths; new paths are added
/// behind them. Where such a variable is bound it takes an unknown value. Nothing: it has none.
struct Unaliased {
  ir::Function F;
  LocalAliases Were;
};
std::optional<Unaliased> withoutAliases(const ir::Function &F);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_LOCALALIASES_H
