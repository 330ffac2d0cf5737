// The texts of the program's files as fixes find and leave them: the disk's, and over them what
// fixes have made of them in memory. Nothing is written here.
#ifndef MEMLINT_TOOL_SOURCETEXTS_H
#define MEMLINT_TOOL_SOURCETEXTS_H

#include "analysis/project/EditedFiles.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <string>

namespace memlint {

/// A file that fixes change. Both texts are whole.
struct ChangedText {
  std::string Old, New;
};

class SourceTexts {
public:
  /// `Root` is the absolute directory that the paths of Program::Files are relative to.
  SourceTexts(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk, std::string Root)
      : Disk(std::move(Disk)), Root(std::move(Root)) {}

  /// A path of Program::Files, and that of the file.
  std::string absolute(llvm::StringRef Path) const;
  /// What the file holds now; read from the disk once. The error is half a sentence.
  llvm::Expected<std::string> current(const std::string &Path);
  /// Of a file whose text was asked for.
  void change(const std::string &Path, std::string Text);

  /// By path as in Program::Files; without those that ended as they began.
  std::map<std::string, ChangedText> changes() const;
  /// The new texts of `changes()`, by absolute path.
  EditedTexts edited() const;

private:
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk;
  std::string Root;
  std::map<std::string, ChangedText> Read;
};

} // namespace memlint

#endif // MEMLINT_TOOL_SOURCETEXTS_H
