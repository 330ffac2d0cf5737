// From a compile command, as a build system wrote it for some compiler, to a Unit that the Clang in
// memlint can parse: flags sorted out, headers found, target and language kept. The step between
// the database and the workers.
#ifndef MEMLINT_ANALYSIS_PROJECT_TOOLCHAINFLAGS_H
#define MEMLINT_ANALYSIS_PROJECT_TOOLCHAINFLAGS_H

#include "analysis/project/QueryDriver.h"
#include "analysis/project/RefusedFlags.h"
#include "analysis/project/Unit.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace memlint {

struct ToolchainOptions {
  std::string ResourceDir;                  // absolute, from findResourceDir
  std::vector<std::string> ExtraArgsBefore; // before the command's flags; taken as they are
  std::vector<std::string> ExtraArgs;       // after all others; taken as they are
  DriverQueryOptions Drivers;
};

/// Remembers what drivers answered and which flags Clang refuses, so that the flags of a unit cost
/// little when others had the same. Not thread-safe.
class ToolchainFlags {
public:
  ToolchainFlags(ToolchainOptions Options, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS);

  /// The unit of one command. Fails, with the reason in one line, where the file is not of the C
  /// family, a response file is missing, or Clang cannot compile for the target.
  llvm::Expected<Unit> finalUnit(const clang::tooling::CompileCommand &Command);

  /// About drivers whose headers could not be asked for; each driver once.
  const std::vector<std::string> &warnings() const { return Drivers.warnings(); }

private:
  std::string driverPath(const std::string &Name, llvm::StringRef Directory) const;

  ToolchainOptions Options;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  QueryDriver Drivers;
  RefusedFlags Refused;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_TOOLCHAINFLAGS_H
