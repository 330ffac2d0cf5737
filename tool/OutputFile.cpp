#include "tool/OutputFile.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <string>
#include <system_error>

namespace memlint {

static llvm::Error cannotWrite(const std::string &What, std::error_code Why) {
  return llvm::createStringError(Why, "cannot write " + What + ": " + Why.message());
}

/// Writes all of `Content`; the stream is left open and without an error.
static std::error_code drain(llvm::raw_fd_ostream &OS, llvm::StringRef Content) {
  OS << Content;
  OS.flush();
  std::error_code Error = OS.error();
  OS.clear_error();
  return Error;
}

static std::error_code writeInPlace(llvm::StringRef Path, llvm::StringRef Content) {
  int FD = -1;
  if (std::error_code Error = llvm::sys::fs::openFileForWrite(
          Path, FD, llvm::sys::fs::CD_OpenExisting, llvm::sys::fs::OF_None))
    return Error;
  llvm::raw_fd_ostream OS(FD, /*shouldClose=*/true, /*unbuffered=*/true);
  return drain(OS, Content);
}

static std::error_code replaceFile(llvm::StringRef Path, llvm::StringRef Content,
                                   llvm::sys::fs::perms Mode) {
  auto Temporary = llvm::sys::fs::TempFile::create(Path + ".%%%%%%%%.tmp", Mode);
  if (!Temporary)
    return llvm::errorToErrorCode(Temporary.takeError());
  llvm::raw_fd_ostream OS(Temporary->FD, /*shouldClose=*/false, /*unbuffered=*/true);
  if (std::error_code Error = drain(OS, Content)) {
    llvm::consumeError(Temporary->discard());
    return Error;
  }
  return llvm::errorToErrorCode(Temporary->keep(Path));
}

llvm::Error writeOutput(llvm::StringRef Path, llvm::StringRef Content) {
  if (Path.empty() || Path == "-") {
    std::error_code Error = drain(llvm::outs(), Content);
    return Error ? cannotWrite("to the standard output", Error) : llvm::Error::success();
  }
  std::string Name = "'" + Path.str() + "'";
  llvm::sys::fs::file_status Status;
  bool Exists = !llvm::sys::fs::status(Path, Status);
  if (Exists && Status.type() == llvm::sys::fs::file_type::directory_file)
    return cannotWrite(Name, std::make_error_code(std::errc::is_a_directory));
  std::error_code Error;
  llvm::SmallString<256> Target(Path);
  if (Exists && Status.type() != llvm::sys::fs::file_type::regular_file)
    Error = writeInPlace(Path, Content);
  else if (Exists && (Error = llvm::sys::fs::real_path(Path, Target)))
    return cannotWrite(Name, Error);
  else
    Error = replaceFile(Target, Content,
                        Exists ? Status.permissions()
                               : llvm::sys::fs::all_read | llvm::sys::fs::all_write);
  return Error ? cannotWrite(Name, Error) : llvm::Error::success();
}

} // namespace memlint
