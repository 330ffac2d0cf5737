// Elements of a container that has room but no elements: reserve(n), and then v[i] or front() with
// nothing added between. Undefined behaviour.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_ELEMENTSAFTERRESERVE_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_ELEMENTSAFTERRESERVE_H

#include "analysis/extract/growth/WastePlaces.h"

#include <vector>

namespace memlint {

/// ReserveThenIndex: Words are the argument of reserve() and how the element is named; Places
/// "declared" and "reserves".
void readElementsAfterReserve(const FunctionReading &Reading, std::vector<WasteFact> &Facts);

/// Whether a variable is declared without elements: by default, or with an allocator.
bool startsWithoutElements(const clang::VarDecl &Var);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_ELEMENTSAFTERRESERVE_H
