// Two texts of a file as a unified diff, the form that patch and git apply read. What --diff
// prints.
#ifndef MEMLINT_TOOL_UNIFIEDDIFF_H
#define MEMLINT_TOOL_UNIFIEDDIFF_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace memlint {

/// With three lines of context, `--- a/PATH` and `+++ b/PATH`, as git writes names; empty for equal
/// texts. The fewest lines change, unless the texts are far apart. Lines end in LF; what else a
/// line holds, a CR at its end included, is printed as it is.
std::string unifiedDiff(llvm::StringRef Path, llvm::StringRef Old, llvm::StringRef New,
                        bool Colour);

} // namespace memlint

#endif // MEMLINT_TOOL_UNIFIEDDIFF_H
