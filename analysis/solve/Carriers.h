// Which variables of a function carry what others hold: closures, and objects that are built of
// them. Whatever the order of operations: more rather than less.
#ifndef MEMLINT_ANALYSIS_SOLVE_CARRIERS_H
#define MEMLINT_ANALYSIS_SOLVE_CARRIERS_H

#include "analysis/solve/Summaries.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace memlint {

/// By variables: whatever the numbers stand for that were carried in the beginning.
using Carried = std::vector<std::set<std::uint32_t>>;

/// Adds the variables that get it from others: by copies into a field of theirs, and by calls that
/// put into the object that they work on what they are given.
void carryOn(const ir::Function &F, const Summaries &Known, Carried &To);

/// The variable whose value, or a part of it, or whose address it is.
std::optional<std::uint32_t> variableOf(const ir::Function &F, const ir::Value &V);
/// Whether some effect that the test accepts puts what the call is given at a position into the
/// object that it works on.
bool putsIntoObject(const ir::Function &F, const Summaries &Known, const ir::Op &Call,
                    std::size_t Position, const std::function<bool(const Effect &)> &Accepts = {});

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_CARRIERS_H
