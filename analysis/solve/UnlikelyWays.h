// Edges that the code leaves open and that programs hardly take: what is lost there only is no
// finding.
#ifndef MEMLINT_ANALYSIS_SOLVE_UNLIKELYWAYS_H
#define MEMLINT_ANALYSIS_SOLVE_UNLIKELYWAYS_H

#include "analysis/solve/ResourceWalk.h"

#include <set>

namespace memlint {

/// The edges of a function on which a resource that is made there is kept
/// - because a pointer is null through which it is handed over elsewhere, where the function goes
///   on alike in both cases: `if (parent) add(parent, p);`. Who comes back early there fails;
/// - or not, as a function answers about the same arguments as the one that decided whether it is
///   made: `p = dataOf(t, i); if (!p) p = make(); ... if (!eventsOf(t, i)) drop(p);`.
/// - or because a loop in which it is handed over does not run once, or does not come there: there
///   are as many handed over as there are. Who breaks out of the loop with it was looking for
///   something, which may not be there, and who leaves it from its middle has failed.
/// `Of`: where it went otherwise.
std::set<Branch> unlikelyWays(ResourceFunction &In, OpPlace Made, const WalkResult &Of);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_UNLIKELYWAYS_H
