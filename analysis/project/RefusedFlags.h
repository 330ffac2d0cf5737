// Flags that Clang knows by name and refuses all the same: for another target (-mabi=ms), for
// another language, with a value that only GCC knows (-flto=7). There is no list of them: Clang's
// driver is asked, and what it complains of is left out until it is content.
#ifndef MEMLINT_ANALYSIS_PROJECT_REFUSEDFLAGS_H
#define MEMLINT_ANALYSIS_PROJECT_REFUSEDFLAGS_H

#include "analysis/project/KeptFlags.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <string>
#include <vector>

namespace memlint {

/// Remembers what it learnt of each set of flags; units that differ in -D and -I share it. Not
/// thread-safe.
class RefusedFlags {
public:
  explicit RefusedFlags(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS) : FS(std::move(FS)) {}

  /// Takes refused flags of the kind Ordinary out of `Flags`. Returns Clang's own words about what
  /// cannot be helped in this way; empty when it accepts the rest. `Driver` comes first and stays.
  std::string drop(llvm::StringRef Driver, std::vector<Flag> &Flags, llvm::StringRef File);

private:
  struct Verdict {
    std::vector<bool> Refused; // by flag
    std::string Complaint;
  };

  Verdict judge(llvm::StringRef Driver, llvm::ArrayRef<Flag> Flags, llvm::StringRef File) const;
  std::vector<std::string> complaints(llvm::StringRef Driver, llvm::ArrayRef<Flag> Flags,
                                      const std::vector<bool> &Refused, llvm::StringRef File) const;

  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS;
  std::map<std::vector<std::string>, Verdict> Known; // by the words, File's extension among them
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_REFUSEDFLAGS_H
