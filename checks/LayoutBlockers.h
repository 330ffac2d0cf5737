// What stands against another order of a record's fields: whether the order itself matters or only
// the rewrite gives up, and blockers put together for people and machines.
#ifndef MEMLINT_CHECKS_LAYOUTBLOCKERS_H
#define MEMLINT_CHECKS_LAYOUTBLOCKERS_H

#include "analysis/link/Program.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// Whether a blocker of this kind says that the order is part of something which the program does
/// not show whole: a format, an interface, another view of the bytes. Else a person can do by hand
/// what the rewrite does not dare. A kind that nobody listed matters.
bool orderMatters(std::string_view Kind);

/// One kind of blocker in one file, or for one reason, at its first place.
struct BlockerGroup {
  const OrderBlockerFact *First = nullptr;
  std::size_t More = 0; // places beside the first
};

/// In the order of their first places. The blockers outlive the groups.
std::vector<BlockerGroup> groupBlockers(std::span<const OrderBlockerFact> Blockers);

/// `offsetof names 'b'`, ` (and 2 more places)` behind it, for people.
std::string reasonText(const BlockerGroup &Group);

/// `offsetof: offsetof names 'b' at src/a.cpp:12`, for machines.
std::string blockerText(const Program &P, const BlockerGroup &Group);

} // namespace memlint

#endif // MEMLINT_CHECKS_LAYOUTBLOCKERS_H
