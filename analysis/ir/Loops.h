// The loops of a function's blocks: for each block the innermost loop that it is in.
#ifndef MEMLINT_ANALYSIS_IR_LOOPS_H
#define MEMLINT_ANALYSIS_IR_LOOPS_H

#include "analysis/model/MemoryIr.h"

#include <cstdint>
#include <vector>

namespace memlint::ir {

struct Loop {
  std::uint32_t Head = 0;            // the block where an iteration begins
  std::uint32_t Outer = 0;           // 1 + index of the loop around it
  std::vector<std::uint32_t> Blocks; // sorted; Head among them
};

struct Loops {
  std::vector<Loop> All;                // an inner loop after those around it
  std::vector<std::uint32_t> Innermost; // of each block: 1 + index; 0: in no loop

  bool contains(std::uint32_t Index, std::uint32_t Block) const;
};

/// Strongly connected blocks, whose head is the block that is reached first; within it, without
/// the edges to its head, the inner ones (Bourdoncle 1993). Loops with several entries are loops,
/// too. Thrown edges count.
Loops loopsOf(const Function &F);

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_LOOPS_H
