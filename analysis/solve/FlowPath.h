// The steps on which an address came to a cell, across the functions that were called: read back
// from the facts of a solved graph.
#ifndef MEMLINT_ANALYSIS_SOLVE_FLOWPATH_H
#define MEMLINT_ANALYSIS_SOLVE_FLOWPATH_H

#include "analysis/solve/Escape.h"

namespace memlint {

/// Steps that a path has at most; of more those in the middle are left out.
inline constexpr std::size_t MaxFlowSteps = 32;

/// Of each hop, one after the other.
std::vector<FlowStep> flowPath(const EscapeGraph &G, const Callees &Known,
                               const std::vector<FactId> &Hops);

/// Whether on the way the address was copied from an owner that went on owning it.
bool isBorrowed(const EscapeGraph &G, FactId F);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_FLOWPATH_H
