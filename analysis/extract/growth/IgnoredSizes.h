// Containers with elements that are then told, or made, to hold as many as are added, as if they
// were empty: `vector v(n)` and n pushes behind the n elements, `v.reserve(n)` before n more.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_IGNOREDSIZES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_IGNOREDSIZES_H

#include "analysis/extract/growth/WastePlaces.h"

#include <vector>

namespace memlint {

/// ReserveIgnoresSize: Words are "sized" or "reserved" and the number as the source writes it;
/// Places "declared", "grows" and, where there is one, "filled": what makes it not empty.
void readIgnoredSizes(const FunctionReading &Reading, std::vector<WasteFact> &Facts);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_IGNOREDSIZES_H
