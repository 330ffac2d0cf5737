// The command `memlint`: reads the world once, hands it to the command asked for.
#include "tool/Environment.h"
#include "tool/Options.h"
#include "tool/Run.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"

int main(int argc, char **argv) {
  using namespace memlint;
  llvm::SmallString<128> Directory;
  if (auto Error = llvm::sys::fs::current_path(Directory)) {
    llvm::errs() << "memlint: error: the working directory: " << Error.message() << "\n";
    return ExitUsage;
  }
  Environment World{llvm::vfs::createPhysicalFileSystem(),
                    std::string(Directory),
                    llvm::sys::fs::getMainExecutable(argv[0], reinterpret_cast<void *>(&main)),
                    llvm::sys::Process::GetEnv("PATH").value_or(""),
                    !llvm::sys::Process::GetEnv("NO_COLOR").value_or("").empty(),
                    llvm::outs(),
                    llvm::errs()};
  auto Parsed = parseOptions(llvm::ArrayRef<const char *>(argv, argc).drop_front(), *World.Disk);
  if (!Parsed)
    return usageError(Parsed.takeError(), World);
  int Status = runCommand(*Parsed, World);
  llvm::outs().flush();
  if (auto Error = llvm::outs().error()) { // a full disk, a reader that has left
    llvm::outs().clear_error();
    return usageError(
        llvm::createStringError("cannot write to the standard output: " + Error.message()), World);
  }
  return Status;
}
