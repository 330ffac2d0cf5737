// The summary of a function, read from its solved graph: what callers can see of what it does.
#ifndef MEMLINT_ANALYSIS_SOLVE_SUMMARYOF_H
#define MEMLINT_ANALYSIS_SOLVE_SUMMARYOF_H

#include "analysis/solve/EscapeGraph.h"

namespace memlint {

/// Effects that a summary has at most, and how many of the places of globals that it changes it may
/// tell beside them: where a program's state is global, functions high up change much of it. A
/// function with more counts as unknown beyond them.
inline constexpr std::size_t MaxEffects = 64, MaxChangesOfGlobals = 128;

/// All but `Recursive`.
Summary summaryOf(const EscapeGraph &G, const Callees &Known);

/// By which callers know the address of memory that was theirs, or of a field in it.
Slot slotOfPointee(const EscapeGraph &G, NodeId Target);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_SUMMARYOF_H
