// Where the address of a variable may be when a call that got it has come back.
#ifndef MEMLINT_ANALYSIS_SOLVE_KEPTADDRESSES_H
#define MEMLINT_ANALYSIS_SOLVE_KEPTADDRESSES_H

#include "analysis/solve/EscapeGraph.h"

#include <cstddef>

namespace memlint {

/// Whether the address that the call is given at a position, or one within what lies there, may be
/// elsewhere afterwards: with an object that was built of it, or where a callee puts it. Who
/// returns it does not keep it where nobody uses the result.
bool keepsAddress(const ir::Function &F, const ir::Op &Call, std::size_t Position,
                  const Callees &Known, bool ResultIsUsed);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_KEPTADDRESSES_H
