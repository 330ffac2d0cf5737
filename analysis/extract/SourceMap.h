// From Clang's locations to spans, and which locations count as the user's own code. Holds the file
// table that the facts of this unit will carry.
#ifndef MEMLINT_ANALYSIS_EXTRACT_SOURCEMAP_H
#define MEMLINT_ANALYSIS_EXTRACT_SOURCEMAP_H

#include "analysis/extract/LibraryHeaders.h"
#include "analysis/model/Span.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

/// `Name` in the root's terms: relative with '/' when it lies below `Root`, else absolute.
std::string pathBelow(llvm::StringRef Root, llvm::StringRef Name);

class SourceMap {
public:
  /// `Root` and the directories as in ExtractOptions. The context must outlive the map.
  SourceMap(const clang::ASTContext &Context, std::string Root,
            std::vector<std::string> LibraryDirectories = {});

  /// The token at `Loc`; the macro's name where a macro writes it; nowhere for a location that is
  /// in no file.
  Span token(clang::SourceLocation Loc);
  /// `Length` bytes of the file from `Offset` on.
  Span bytes(clang::FileID File, unsigned Offset, unsigned Length);

  /// Written by the user in a file that is no system header: not by the compiler, not by a macro
  /// and not in a macro's arguments.
  bool isPlainUserCode(clang::SourceLocation Loc) const;
  bool isInSystemHeader(clang::SourceLocation Loc) const;
  bool isInLibrary(clang::SourceLocation Loc) const { return Library.contain(Loc); }

  const std::string &path(FileId File) const { return Files[static_cast<std::size_t>(File)]; }
  std::vector<std::string> takeFiles() { return std::move(Files); }

private:
  std::optional<FileId> fileOf(clang::FileID File);
  Span onOneLine(clang::FileID File, unsigned Offset, unsigned Length);

  const clang::ASTContext &Context;
  const clang::SourceManager &Sources;
  LibraryHeaders Library;
  std::string Root;
  std::vector<std::string> Files;
  llvm::DenseMap<const clang::FileEntry *, FileId> Ids;
  std::optional<std::pair<clang::FileID, FileId>> Last; // asked for: the next is often in it too
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_SOURCEMAP_H
