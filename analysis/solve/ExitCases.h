// What the end of a way through a function tells the function's callers.
#ifndef MEMLINT_ANALYSIS_SOLVE_EXITCASES_H
#define MEMLINT_ANALYSIS_SOLVE_EXITCASES_H

#include "analysis/solve/CalleeOutcome.h"
#include "analysis/solve/ResourceFunction.h"

namespace memlint {

/// What a caller may learn from the exit of the case: of the result, of what it gave, and of what
/// that points to.
CaseGuards guardsAt(const ResourceFunction &In, const Flow &Exit);
/// What is known in both cases.
CaseGuards inEither(const CaseGuards &A, const CaseGuards &B);
/// Whether the caller can see which of the two it is: by the result, or by what it gave.
bool areApart(const CaseGuards &A, const CaseGuards &B);
/// Each case once, in order.
void makeUnique(std::vector<Outcome> &All);
/// What became of the resource that the caller held in the place.
Outcome outcomeAt(const ResourceFunction &In, const Flow &Exit, const ir::Path &Given);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_EXITCASES_H
