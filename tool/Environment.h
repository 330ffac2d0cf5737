// What a command may touch of the world around it, handed in by main: the file system, the two
// streams, where it runs. Tests hand in their own.
#ifndef MEMLINT_TOOL_ENVIRONMENT_H
#define MEMLINT_TOOL_ENVIRONMENT_H

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <string>

namespace memlint {

struct Environment {
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk;
  std::string WorkingDirectory; // absolute; also that of Disk
  std::string Executable;       // absolute path of the running binary
  std::string SearchPath;       // PATH
  bool NoColor = false;         // NO_COLOR is set (no-color.org)
  llvm::raw_ostream &Out;       // findings, and what was asked for
  llvm::raw_ostream &Err;       // everything else
};

/// What a run ends with; part of the contract with scripts.
enum ExitCode { ExitClean = 0, ExitFindings = 1, ExitUsage = 2, ExitFailedUnits = 3 };

} // namespace memlint

#endif // MEMLINT_TOOL_ENVIRONMENT_H
