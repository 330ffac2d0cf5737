// What a container costs that grows one element at a time: allocations and relocated elements by
// the growth policies of libstdc++, libc++ and Microsoft's library. Pure arithmetic for the checks
// of the family reserve.
#ifndef MEMLINT_CHECKS_GROWTHMODEL_H
#define MEMLINT_CHECKS_GROWTHMODEL_H

#include "analysis/model/GrowthFacts.h"

namespace memlint {

struct GrowthCost {
  std::uint64_t Allocations = 0; // of blocks or bucket arrays; not of a hash container's nodes
  std::uint64_t Moves = 0;       // elements relocated; in a hash container linked anew
};

/// From none to `Count` elements, the first `Inline` of which need no allocation; strings round
/// their blocks up to so many bytes.
GrowthCost costOfGrowing(StandardLibrary Library, ContainerKind Kind, std::uint64_t Inline,
                         std::uint64_t Count, std::uint64_t ElementSize = 1);

/// With one reserve of `Count` before.
GrowthCost costOfReserved(std::uint64_t Inline, std::uint64_t Count);

} // namespace memlint

#endif // MEMLINT_CHECKS_GROWTHMODEL_H
