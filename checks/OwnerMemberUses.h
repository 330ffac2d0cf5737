// What the units say together of private smart pointers: the facts of each member with those of all
// functions that may touch it. For escape-unshared and escape-inline-member.
#ifndef MEMLINT_CHECKS_OWNERMEMBERUSES_H
#define MEMLINT_CHECKS_OWNERMEMBERUSES_H

#include "analysis/link/Program.h"

#include <string>
#include <vector>

namespace memlint {

struct OwnerMemberUses {
  std::vector<const OwnerMemberFact *> Members; // of units that read the class differently
  std::vector<Span> Made;                       // where its object is made, sorted
  bool Always = true;                           // by each constructor
  std::string Against; // why nothing is to be said of it; empty: nothing against it
};

/// In the order of their places.
std::vector<OwnerMemberUses> ownerMemberUses(const Program &P, bool Shared);

} // namespace memlint

#endif // MEMLINT_CHECKS_OWNERMEMBERUSES_H
