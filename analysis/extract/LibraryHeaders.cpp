#include "analysis/extract/LibraryHeaders.h"

#include "clang/Basic/SourceManager.h"
#include "clang/Lex/HeaderSearch.h"

namespace memlint {

std::vector<std::string> libraryDirectories(const clang::HeaderSearch &Search) {
  std::vector<std::string> Found;
  for (const clang::DirectoryLookup &Each : Search.search_dir_range())
    if (clang::SrcMgr::isSystem(Each.getDirCharacteristic()))
      Found.push_back(Each.getName().str());
  return Found;
}

bool LibraryHeaders::contain(clang::SourceLocation Where) const {
  Where = Sources.getExpansionLoc(Where);
  if (!Sources.isInSystemHeader(Where))
    return false;
  const clang::FileID File = Sources.getFileID(Where);
  if (!Last || Last->first != File)
    Last.emplace(File, Directories.empty() || isBelowDirectory(File));
  return Last->second;
}

bool LibraryHeaders::isBelowDirectory(clang::FileID File) const {
  const auto Entry = Sources.getFileEntryRefForID(File);
  if (!Entry) // the compiler's own
    return true;
  return llvm::any_of(Directories, [Name = Entry->getName()](llvm::StringRef Directory) {
    llvm::StringRef Rest = Name;
    return Rest.consume_front(Directory) && (Directory.ends_with("/") || Rest.starts_with("/"));
  });
}

} // namespace memlint
