#include "analysis/project/EditedFiles.h"

#include "llvm/Support/FileSystem/UniqueID.h"

#include <chrono>

namespace memlint {
namespace {

using llvm::vfs::Status;

class EditedFile : public llvm::vfs::File {
public:
  EditedFile(Status S, llvm::StringRef Text) : S(std::move(S)), Text(Text) {}

  llvm::ErrorOr<Status> status() override { return S; }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine &Name, int64_t,
                                                               bool, bool) override {
    return llvm::MemoryBuffer::getMemBufferCopy(Text, Name);
  }
  std::error_code close() override { return {}; }

private:
  void setPath(const llvm::Twine &Path) override { S = Status::copyWithNewName(S, Path); }

  Status S;
  llvm::StringRef Text;
};

class EditedFileSystem : public llvm::vfs::ProxyFileSystem {
public:
  EditedFileSystem(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base, const EditedTexts &Texts)
      : ProxyFileSystem(std::move(Base)) {
    for (const auto &[Path, Text] : Texts)
      if (auto S = ProxyFileSystem::status(Path))
        ById[S->getUniqueID()] = &Text;
  }

  llvm::ErrorOr<Status> status(const llvm::Twine &Path) override {
    auto S = ProxyFileSystem::status(Path);
    const std::string *Text = S ? textOf(*S) : nullptr;
    return Text ? edited(*S, *Text) : S;
  }
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>>
  openFileForRead(const llvm::Twine &Path) override {
    auto File = ProxyFileSystem::openFileForRead(Path);
    if (!File)
      return File;
    auto S = (*File)->status();
    const std::string *Text = S ? textOf(*S) : nullptr;
    if (!Text)
      return File;
    return std::make_unique<EditedFile>(edited(*S, *Text), *Text);
  }

private:
  const std::string *textOf(const Status &S) const {
    auto Known = ById.find(S.getUniqueID());
    return Known == ById.end() ? nullptr : Known->second;
  }
  /// Later than the disk's, so that no cache of modules takes the one for the other.
  static Status edited(const Status &S, const std::string &Text) {
    return Status(S.getName(), S.getUniqueID(),
                  S.getLastModificationTime() + std::chrono::seconds(1), S.getUser(), S.getGroup(),
                  Text.size(), S.getType(), S.getPermissions());
  }

  std::map<llvm::sys::fs::UniqueID, const std::string *> ById;
};

} // namespace

llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
withEditedTexts(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Base, const EditedTexts &Texts) {
  return llvm::makeIntrusiveRefCnt<EditedFileSystem>(std::move(Base), Texts);
}

} // namespace memlint
