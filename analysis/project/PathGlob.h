// A glob over paths, as a user writes it for files of a database or for drivers that may be run:
// llvm::GlobPattern within one directory or file name, and `**` for any number of directories.
#ifndef MEMLINT_ANALYSIS_PROJECT_PATHGLOB_H
#define MEMLINT_ANALYSIS_PROJECT_PATHGLOB_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/GlobPattern.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// `?`, `*` and `[a-z]` stand for characters of one name and never for a `/`; `{a,b/c}` for one of
/// several texts; `\` takes the next character as it is; a name that is `**` stands for any number
/// of directories, none included. Immutable, cheap to copy.
class PathGlob {
public:
  /// Fails on an unclosed bracket and on braces that stand for more than 1024 globs.
  static llvm::Expected<PathGlob> create(llvm::StringRef Glob);

  /// Whether the whole of `Path` fits. A relative glob fits relative paths only, unless it begins
  /// with `**`.
  bool match(llvm::StringRef Path) const;

private:
  struct Name {
    std::string Text;                         // GlobPattern refers to it
    std::optional<llvm::GlobPattern> Pattern; // absent for `**`
  };
  using Names = std::vector<std::unique_ptr<Name>>;

  static llvm::Expected<Names> parse(llvm::StringRef Glob);

  std::shared_ptr<const std::vector<Names>> Alternatives;
};

/// Whether `Text` holds a character that means something in a glob.
bool isGlob(llvm::StringRef Text);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_PATHGLOB_H
