#include "tool/ReplaceFiles.h"

#include "tool/OutputFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"

#include <vector>

namespace memlint {
namespace {

namespace fs = llvm::sys::fs;

/// A file, and its new text in a temporary one beside it.
struct Staged {
  std::string Target, Temporary;
  const ChangedText *Texts;
};

llvm::Error failed(const std::string &Path, const std::string &Why) {
  return llvm::createStringError("cannot write '" + Path + "': " + Why + "; nothing was changed");
}

void discard(const Staged &S) {
  fs::remove(S.Temporary);
  llvm::sys::DontRemoveFileOnSignal(S.Temporary);
}

/// Why the file is not to be written over: it no longer holds its old text. Else empty.
std::string whyNotOurs(const std::string &Target, const ChangedText &Texts) {
  auto Now = llvm::MemoryBuffer::getFile(Target, /*IsText=*/false,
                                         /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
  if (!Now)
    return Now.getError().message();
  return (*Now)->getBuffer() == Texts.Old ? "" : "it has changed since it was read";
}

std::error_code writeAndClose(int FD, llvm::StringRef Text, fs::perms Mode) {
  llvm::raw_fd_ostream OS(FD, /*shouldClose=*/true, /*unbuffered=*/true);
  std::error_code Refused = fs::setPermissions(FD, Mode); // whatever the umask
  OS << Text;
  std::error_code Error = OS.error();
  OS.clear_error();
  return Error ? Error : Refused;
}

/// A new file beside `Target`, known to the handler of signals before it exists: no interruption
/// leaves it behind.
std::error_code createBeside(llvm::StringRef Target, int &FD,
                             llvm::SmallVectorImpl<char> &Temporary) {
  std::error_code Error;
  for (int Tries = 0; Tries < 128; ++Tries) { // as many as createUniqueFile makes
    fs::createUniquePath(Target + ".%%%%%%%%.tmp", Temporary, /*MakeAbsolute=*/false);
    const llvm::StringRef Name(Temporary.data(), Temporary.size());
    llvm::sys::RemoveFileOnSignal(Name);
    Error = fs::openFileForWrite(Name, FD, fs::CD_CreateNew);
    if (!Error)
      return Error;
    llvm::sys::DontRemoveFileOnSignal(Name);
    if (Error != std::errc::file_exists)
      return Error;
  }
  return Error;
}

llvm::Expected<Staged> stage(const std::string &Path, const ChangedText &Texts) {
  llvm::SmallString<256> Target, Temporary;
  if (auto Error = fs::real_path(Path, Target))
    return failed(Path, Error.message());
  if (std::string Why = whyNotOurs(std::string(Target), Texts); !Why.empty())
    return failed(Path, Why);
  auto Mode = fs::getPermissions(Target);
  if (!Mode)
    return failed(Path, Mode.getError().message());
  int FD = -1;
  if (auto Error = createBeside(Target, FD, Temporary))
    return failed(Path, Error.message());
  Staged Result{std::string(Target), std::string(Temporary), &Texts};
  if (auto Error = writeAndClose(FD, Texts.New, *Mode)) {
    discard(Result);
    return failed(Path, Error.message());
  }
  return Result;
}

/// Each file of the first `Replaced` gets its old text back; the others lose their temporary one.
llvm::Error undo(const std::vector<Staged> &All, std::size_t Replaced) {
  llvm::Error Result = llvm::Error::success();
  for (std::size_t I = 0; I < All.size(); ++I)
    if (I < Replaced)
      Result = llvm::joinErrors(std::move(Result), writeOutput(All[I].Target, All[I].Texts->Old));
    else
      discard(All[I]);
  return Result;
}

} // namespace

llvm::Error replaceFiles(const std::map<std::string, ChangedText> &Files) {
  std::vector<Staged> All;
  for (const auto &[Path, Texts] : Files) {
    auto One = stage(Path, Texts);
    if (!One)
      return llvm::joinErrors(One.takeError(), undo(All, 0));
    All.push_back(std::move(*One));
  }
  for (std::size_t I = 0; I < All.size(); ++I) {
    if (auto Error = fs::rename(All[I].Temporary, All[I].Target))
      return llvm::joinErrors(failed(All[I].Target, Error.message()), undo(All, I));
    llvm::sys::DontRemoveFileOnSignal(All[I].Temporary);
  }
  return llvm::Error::success();
}

} // namespace memlint
