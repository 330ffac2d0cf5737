// The packing of fact files: a stream of liblzma's (.xz). What workers send is not packed, as it is
// read at once.
#ifndef MEMLINT_ANALYSIS_PROJECT_FILEPACKING_H
#define MEMLINT_ANALYSIS_PROJECT_FILEPACKING_H

#include "analysis/encode/Encode.h"

namespace memlint {

const Packing *filePacking();

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_FILEPACKING_H
