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

/// The function with each place called by one name. Blocks, operations and conditions keep their
/// numbers, and so do paths; new paths are added behind them. Where a variable is bound that was
/// another name it takes an unknown value. Adds those to `Were`. Nothing: it has none.
std::optional<ir::Function> withoutAliases(const ir::Function &F, LocalAliases &Were);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_LOCALALIASES_H
