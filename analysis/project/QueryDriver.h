// GCC is asked for its own headers, so that a project built with GCC is read with the headers that
// it is built with. Stands beside ToolchainFlags, which adds the flags that come out of it. A
// compile command names programs, and a database may come from anywhere: only drivers that are
// allowed are run, and only with flags that cannot make them run anything else.
#ifndef MEMLINT_ANALYSIS_PROJECT_QUERYDRIVER_H
#define MEMLINT_ANALYSIS_PROJECT_QUERYDRIVER_H

#include "analysis/project/PathGlob.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace memlint {

/// Runs a program, without a shell, and gives what it wrote to stdout and stderr; nothing when it
/// could not be run or failed.
using ProgramRunner = std::function<std::optional<std::string>(llvm::ArrayRef<std::string>)>;

/// The ProgramRunner for real use: looks the name up in PATH, sets LC_ALL=C, waits 10 seconds.
std::optional<std::string> runProgram(llvm::ArrayRef<std::string> Arguments);

/// Whether a program of this name is GCC's driver, as far as a name tells: gcc, g++, cc or c++,
/// with or without a target before and a version after it.
bool isGccName(llvm::StringRef Name);

/// The globs of `--query-driver=GLOB[,GLOB]`, over absolute paths.
llvm::Expected<std::vector<PathGlob>> parseDriverGlobs(llvm::StringRef Globs);

struct DriverQueryOptions {
  /// Drivers that may be run beside the GCC family in /usr/bin, whatever they are called.
  std::vector<PathGlob> Allowed;
  std::string SearchPath; // PATH, for drivers without a directory
  ProgramRunner Run = runProgram;
};

/// Asks each driver once for each language and set of flags that matter. Not thread-safe.
class QueryDriver {
public:
  /// `ResourceDir` holds the headers that take the place of GCC's own (stddef.h and the like).
  QueryDriver(DriverQueryOptions Options, std::string ResourceDir,
              llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS);

  /// The flags that make Clang look for headers where the driver of `Command` does, and read the
  /// language standard that is that driver's default. Empty for a driver that is not GCC, may not
  /// be run, or does not answer.
  std::vector<std::string> flagsFor(llvm::ArrayRef<std::string> Command, llvm::StringRef Directory,
                                    bool IsCXX);

  /// The absolute path of a driver as a command in `Directory` names it, looked up in PATH where it
  /// is a bare name, without dots but with symbolic links as they are; empty when there is no file.
  std::string find(llvm::StringRef Driver, llvm::StringRef Directory) const;

  /// What the user should know of drivers that were not asked or did not answer, a line each, in
  /// the order in which they came up.
  const std::vector<std::string> &warnings() const { return Warnings; }

private:
  bool isNamedByUser(llvm::StringRef Path) const;
  std::vector<std::string> ask(const std::vector<std::string> &Question, bool IsCXX);
  void warnOnce(const std::string &Driver, const std::string &Warning);

  DriverQueryOptions Options;
  std::string ResourceDir;
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  std::map<std::vector<std::string>, std::vector<std::string>> Known; // question to flags
  std::set<std::string> Warned;
  std::vector<std::string> Warnings;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_QUERYDRIVER_H
