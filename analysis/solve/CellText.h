// Cells and slots as a message names them: `p->next`, `*out`, `global 'g'`.
#ifndef MEMLINT_ANALYSIS_SOLVE_CELLTEXT_H
#define MEMLINT_ANALYSIS_SOLVE_CELLTEXT_H

#include "analysis/solve/EscapeGraph.h"
#include "analysis/solve/ValueFacts.h"

namespace memlint {

/// What owners own is not told apart from them, nor temporaries from each other.
std::string textOf(const EscapeGraph &G, NodeId Cell);
/// Of a slot of a function: parameters by the names in `Of`, or by their numbers.
std::string textOf(const Slot &S, const ir::Function *Of);
/// Of a place of the function.
std::string textOf(const Terms &In, const ir::Path &P);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_CELLTEXT_H
