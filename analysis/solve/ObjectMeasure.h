// What an allocation makes, where that is constant: one object, an array, the block of a vector,
// bytes. For StackFit, which asks whether it could be a local variable.
#ifndef MEMLINT_ANALYSIS_SOLVE_OBJECTMEASURE_H
#define MEMLINT_ANALYSIS_SOLVE_OBJECTMEASURE_H

#include "analysis/solve/StackFit.h"

namespace memlint {

/// Form None with a reason where it is not constant, or of a type whose objects are not moved.
StackFit measured(const EscapeGraph &G, const Verdict &V);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_OBJECTMEASURE_H
