// Addresses of what ends with a function, or of memory that such a thing owns, that are held where
// the function's end does not end them. A claim: what is not sure is not told.
#ifndef MEMLINT_ANALYSIS_SOLVE_DANGLING_H
#define MEMLINT_ANALYSIS_SOLVE_DANGLING_H

#include "analysis/solve/Solution.h"

namespace memlint {

struct Dangling {
  std::size_t Function = 0;   // of the program
  std::uint32_t Variable = 0; // what ends
  bool Owned = false;         // not its own address, but that of memory that it owns
  bool Captured = false;      // a lambda took its address
  EscapeSink Sink;

  auto operator<=>(const Dangling &) const = default;
};

/// Of all functions, by the function and then by the variable; one sink of each variable.
std::vector<Dangling> danglingOf(Solution &Solved);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_DANGLING_H
