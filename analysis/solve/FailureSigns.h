// By what a function tells its caller that it has not made a resource, other than by its result: a
// flag, an error code, an object that it writes only where it fails.
#ifndef MEMLINT_ANALYSIS_SOLVE_FAILURESIGNS_H
#define MEMLINT_ANALYSIS_SOLVE_FAILURESIGNS_H

#include "analysis/solve/ResourceWalk.h"

#include <set>
#include <vector>

namespace memlint {

/// The places of the caller that the function may write where the resource that it makes at the
/// operation does not get to its end, and does not write behind that where it does, unless other
/// constants. `Of`: where it went; `Inner`: what the operation itself, a call, tells by.
std::vector<FailureSign> failureSigns(ResourceFunction &In, const MemoryUses &Uses, OpPlace Made,
                                      const WalkResult &Of, const std::vector<FailureSign> &Inner);

/// What is known where it was made, with what the signs then do not say.
CaseGuards withSigns(CaseGuards Made, const std::vector<FailureSign> &Signs);

/// The edges by which a function asks whether such a place tells of a failure, where others lead
/// to a release and these do not.
std::set<Branch> failureBranches(ResourceFunction &In, OpPlace Made, const WalkResult &Of,
                                 const std::vector<FailureSign> &Signs);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_FAILURESIGNS_H
