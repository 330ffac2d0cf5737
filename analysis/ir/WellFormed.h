// Whether a function of the memory IR may be read without looking at each index first. What comes
// from a file is checked with it, and what the parser of the text form made.
#ifndef MEMLINT_ANALYSIS_IR_WELLFORMED_H
#define MEMLINT_ANALYSIS_IR_WELLFORMED_H

#include "analysis/model/MemoryIr.h"

namespace memlint::ir {

/// Every index points into its table, every path ends as it may, every operation has what its kind
/// asks for and nothing else, and no type is its own element, however far down.
bool wellFormed(const Function &F);

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_WELLFORMED_H
