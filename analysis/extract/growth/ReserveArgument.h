// What an argument of reserve() asks for in a loop: as much as there is and a little more, or room
// that grows in proportion. Only the first is a trap.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_RESERVEARGUMENT_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_RESERVEARGUMENT_H

#include "analysis/extract/growth/ContainerMentions.h"

namespace memlint {

/// Whether the argument of `Reserve` is the container's size, or a number that each round of
/// `Repeated` adds to, and something more that does not itself multiply. `Repeated` is the loop, or
/// the body of a function that is called again and again.
bool addsToSize(const ContainerMentions &Containers, const ContainerMention &Reserve,
                const clang::Stmt &Repeated);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_RESERVEARGUMENT_H
