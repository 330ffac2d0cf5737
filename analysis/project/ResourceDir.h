// Where Clang's own headers (stddef.h, immintrin.h and the like) are. They belong to the Clang that
// memlint is built with, so they must be found wherever the binary stands.
#ifndef MEMLINT_ANALYSIS_PROJECT_RESOURCEDIR_H
#define MEMLINT_ANALYSIS_PROJECT_RESOURCEDIR_H

#include "analysis/project/QueryDriver.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>

namespace memlint {

/// The directory that the build says Clang's headers are in.
std::string compiledInResourceDir();

struct ResourceDirRequest {
  std::string Given;      // from --resource-dir; when it is wrong, nothing else is tried
  std::string Executable; // absolute path of the running binary; may be a symbolic link
  std::string CompiledIn = compiledInResourceDir();
  ProgramRunner Run = runProgram; // asks `clang-22 -print-resource-dir` when nothing else is there
};

/// The first of: the given one, `../lib/clang/22` beside the executable, the one compiled in, the
/// one that the installed Clang names. Each must hold include/stddef.h; fails when none does.
llvm::Expected<std::string> findResourceDir(const ResourceDirRequest &Request,
                                            llvm::vfs::FileSystem &FS);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_RESOURCEDIR_H
