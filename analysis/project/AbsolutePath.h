// How a path in a compile command or on the command line becomes one that can be compared.
#ifndef MEMLINT_ANALYSIS_PROJECT_ABSOLUTEPATH_H
#define MEMLINT_ANALYSIS_PROJECT_ABSOLUTEPATH_H

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Path.h"

#include <string>

namespace memlint {

/// `Path` as seen from `Directory` (absolute), without `.` and `..`; symbolic links are not looked
/// at.
inline std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory) {
  llvm::SmallString<256> Result = Path;
  llvm::sys::path::make_absolute(Directory, Result);
  llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return Result.str().str();
}

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_ABSOLUTEPATH_H
