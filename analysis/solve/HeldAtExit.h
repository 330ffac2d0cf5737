// Whether a cell outside of a function may still hold an address when the function has ended
// normally, or is always written over before: a global set and reset, a guard that restores.
#ifndef MEMLINT_ANALYSIS_SOLVE_HELDATEXIT_H
#define MEMLINT_ANALYSIS_SOLVE_HELDATEXIT_H

#include "analysis/solve/FlowWalk.h"

namespace memlint {

/// Of the address and the cell of a fact. In doubt it is held.
bool heldAtExit(const EscapeGraph &G, const FlowWalk &Walk, FactId F);

/// Whether the address can have come this way: where it was read from a cell outside of the
/// function, some operation that puts it there can come before. In doubt it has.
bool cameInTime(const EscapeGraph &G, const FlowWalk &Walk, FactId F);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_HELDATEXIT_H
