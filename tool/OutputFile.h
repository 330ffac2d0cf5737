// Where a rendered report goes. The last step of the data's path and the only one that writes.
#ifndef MEMLINT_TOOL_OUTPUTFILE_H
#define MEMLINT_TOOL_OUTPUTFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace memlint {

/// Writes a file whole or not at all: a reader sees the old content or the new, never a part, and a
/// failure leaves the old. An empty path and `-` are the standard output. A path that names a
/// device, a pipe or a socket is written in place; through a symbolic link the file behind it is
/// replaced. The error is one line that names the path.
llvm::Error writeOutput(llvm::StringRef Path, llvm::StringRef Content);

} // namespace memlint

#endif // MEMLINT_TOOL_OUTPUTFILE_H
