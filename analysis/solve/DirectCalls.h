// Calls that can run one function only, though the code does not name it: through a pointer that
// never holds another, and virtual ones of objects of which the class is known.
#ifndef MEMLINT_ANALYSIS_SOLVE_DIRECTCALLS_H
#define MEMLINT_ANALYSIS_SOLVE_DIRECTCALLS_H

#include "analysis/solve/EscapeGraph.h"

#include <optional>

namespace memlint {

/// The function with such calls written as calls of that function by its name. Blocks, operations
/// and paths keep their numbers; new symbols come behind them. Nothing: it has none.
std::optional<ir::Function> withDirectCalls(const ir::Function &F, const Callees &Known);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_DIRECTCALLS_H
