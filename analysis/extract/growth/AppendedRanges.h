// Ranges that are appended to a container element by element, unchanged: one insert of the range
// allocates once, and keeps growth geometric where a reserve() would not. Of parameters, members
// and static containers only: of a function's own, GrowthFacts speak.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_APPENDEDRANGES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_APPENDEDRANGES_H

#include "analysis/extract/growth/WastePlaces.h"

#include <vector>

namespace memlint {

/// AppendRange: Words are what to write instead, if it can be said, and "trivial" where elements
/// are copied as bytes, else nothing; Number the elements, where they are a known constant. Places
/// are "grows".
void readAppendedRanges(const FunctionReading &Reading, std::vector<WasteFact> &Facts);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_APPENDEDRANGES_H
