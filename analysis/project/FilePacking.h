// The packing of fact files: LLVM's zlib. What workers send is not packed, as it is read at once.
#ifndef MEMLINT_ANALYSIS_PROJECT_FILEPACKING_H
#define MEMLINT_ANALYSIS_PROJECT_FILEPACKING_H

#include "analysis/encode/Encode.h"

namespace memlint {

/// Null where LLVM was built without zlib; files are written as they are then.
const Packing *filePacking();

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_FILEPACKING_H
