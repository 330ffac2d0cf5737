// A walk over all operations of a function, in their order.
#ifndef MEMLINT_ANALYSIS_IR_EACHOP_H
#define MEMLINT_ANALYSIS_IR_EACHOP_H

#include "analysis/model/MemoryIr.h"

#include <algorithm>
#include <cstdint>

namespace memlint::ir {

/// `Do(Block, Index, Op)` for each of them.
template <class Visitor> void forEachOp(const Function &F, Visitor &&Do) {
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      Do(B, I, F.Blocks[B].Ops[I]);
}

/// The same where it does not matter where they stand.
template <class Visitor>
void forEachOp(const Function &F, Visitor &&Do)
  requires requires(const Op &O) { Do(O); }
{
  for (const Block &B : F.Blocks)
    for (const Op &O : B.Ops)
      Do(O);
}

/// Whether the test accepts one of them.
template <class Test> bool anyOp(const Function &F, Test &&Accepts) {
  return std::any_of(F.Blocks.begin(), F.Blocks.end(), [&](const Block &B) {
    return std::any_of(B.Ops.begin(), B.Ops.end(), Accepts);
  });
}

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_EACHOP_H
