// The directory that reported paths are relative to, so that a report reads the same in every
// checkout of a project. Found once per run, from the database and the files of its units.
#ifndef MEMLINT_ANALYSIS_PROJECT_PROJECTROOT_H
#define MEMLINT_ANALYSIS_PROJECT_PROJECTROOT_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>

namespace memlint {

/// The nearest directory that holds .git, .hg or .svn, looked for upward from `Start` (the
/// database's directory, or the working directory where there is none) and then from what all files
/// have in common; else that common directory; else, where it would be the file system's root,
/// `WorkingDirectory`. All paths are absolute; the result has its symbolic links resolved.
std::string projectRoot(llvm::StringRef Start, llvm::ArrayRef<std::string> UnitFiles,
                        llvm::StringRef WorkingDirectory, llvm::vfs::FileSystem &FS);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_PROJECTROOT_H
