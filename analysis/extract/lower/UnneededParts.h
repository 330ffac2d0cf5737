// Drops from a lowered function what no later reader can make use of: numbers that are only counted
// and compared with each other, conditions of which nothing follows, and what stands in the tables
// for them. What is dropped is untold, never told otherwise: no condition remains that reads a
// number whose writes are gone.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_UNNEEDEDPARTS_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_UNNEEDEDPARTS_H

#include "analysis/model/MemoryIr.h"

namespace memlint {

/// One round: makes conditions untold and drops operations. Whether anything changed, so that
/// blocks may be simpler now.
bool dropUnneeded(ir::Function &F);

/// Drops what no operation, edge or parameter names from the tables.
void compactTables(ir::Function &F);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_UNNEEDEDPARTS_H
