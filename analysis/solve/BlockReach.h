// Which blocks of a function control may come to, and from which.
#ifndef MEMLINT_ANALYSIS_SOLVE_BLOCKREACH_H
#define MEMLINT_ANALYSIS_SOLVE_BLOCKREACH_H

#include "analysis/solve/ResourceFlow.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace memlint {

/// The blocks that control comes to from the end of one, over normal edges and not through another.
std::vector<bool> blocksBehind(const ir::Function &F, std::uint32_t Start,
                               std::optional<std::uint32_t> But = {});
/// Those from whose ends it comes to one.
std::vector<bool> blocksBefore(const ir::Function &F, std::uint32_t Target);
/// The blocks that the ways come to from the beginning of one, itself among them.
std::vector<bool> blocksOn(const ir::Function &F, const std::set<Branch> &Ways,
                           std::uint32_t Start);

bool hasAny(const std::vector<bool> &Blocks, const std::vector<OpPlace> &Places);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_BLOCKREACH_H
