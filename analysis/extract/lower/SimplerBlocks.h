// Clang's CFG has many blocks that only lead on. The graph without them says the same in less.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_SIMPLERBLOCKS_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_SIMPLERBLOCKS_H

#include "analysis/model/MemoryIr.h"

namespace memlint {

/// Edges skip empty blocks that lead to one other; a block takes up its only follower when no other
/// leads there; what nothing leads to is gone. Blocks keep their order, the first and the last
/// stay.
void simplifyBlocks(ir::Function &F);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_SIMPLERBLOCKS_H
