// Which headers are a library's, and not the program's own. A header of the program may say
// `#pragma GCC system_header` of itself to be left alone: nothing is reported in it, but its code
// is a part of the program.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LIBRARYHEADERS_H
#define MEMLINT_ANALYSIS_EXTRACT_LIBRARYHEADERS_H

#include "clang/Basic/SourceLocation.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clang {
class HeaderSearch;
class SourceManager;
} // namespace clang

namespace memlint {

/// The directories that are searched for system headers, as the search names them.
std::vector<std::string> libraryDirectories(const clang::HeaderSearch &Search);

class LibraryHeaders {
public:
  /// Without directories, each system header is a library's. The sources must outlive this.
  LibraryHeaders(const clang::SourceManager &Sources, std::vector<std::string> Directories)
      : Sources(Sources), Directories(std::move(Directories)) {}

  bool contain(clang::SourceLocation Where) const;

private:
  bool isBelowDirectory(clang::FileID File) const;

  const clang::SourceManager &Sources;
  std::vector<std::string> Directories;
  mutable std::optional<std::pair<clang::FileID, bool>> Last; // asked for: the next is often in it
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LIBRARYHEADERS_H
