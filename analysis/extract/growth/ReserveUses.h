// Calls of reserve() that ask for a little more than there is, again and again: each makes a new
// block of exactly that size, so that growth is quadratic. In a loop, or in a function that others
// call in loops.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_RESERVEUSES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_RESERVEUSES_H

#include "analysis/extract/growth/WastePlaces.h"

#include <vector>

namespace memlint {

/// Reads one function.
/// ReserveInLoop: Words are the argument, the class or template that reserve() is of, and "libc++"
/// or nothing; Number the iterations, where they are a known constant.
/// ReserveAcrossCalls: a function that does so once. Words are "reserves", the function's USR,
/// which container it is ("this", "static", or a parameter's number), and those of ReserveInLoop.
void readReserves(const FunctionReading &Reading, std::vector<WasteFact> &Facts);

/// The evidence for ReserveAcrossCalls, also of functions in other units: calls in loops that hand
/// the same container out each time. Words are "calls", the callee's USR and which container.
void readCallsInLoops(const FunctionReading &Reading, std::vector<WasteFact> &Facts);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_RESERVEUSES_H
