// Containers that begin empty and are given a known number of elements one after the other, with no
// loop and no condition.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_PUSHESINROW_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_PUSHESINROW_H

#include "analysis/extract/growth/WastePlaces.h"

#include <vector>

namespace memlint {

/// StraightLine: Number is how many, Size that of an element; Words are "list" where an initializer
/// list does as well, else "reserve". Places are "declared" and the first and last "grows".
void readPushesInRow(const FunctionReading &Reading, std::vector<WasteFact> &Facts);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_PUSHESINROW_H
