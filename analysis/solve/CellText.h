// Cells and slots as a message names them: `p->next`, `*out`, `global 'g'`.
#ifndef MEMLINT_ANALYSIS_SOLVE_CELLTEXT_H
#define MEMLINT_ANALYSIS_SOLVE_CELLTEXT_H

#include "analysis/solve/EscapeGraph.h"

namespace memlint {

/// What owners own is not told apart from them, nor temporaries from each other.
std::string textOf(const EscapeGraph &G, NodeId Cell);
/// Of a slot of a function: parameters by the names in `Of`, or by their numbers.
std::string textOf(const Slot &S, const ir::Function *Of);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_CELLTEXT_H
