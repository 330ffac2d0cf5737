#include "analysis/project/ResourceDir.h"

#include "clang/Basic/Version.h"
#include "clang/Options/OptionUtils.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace memlint {
namespace {

bool holdsHeaders(llvm::StringRef Directory, llvm::vfs::FileSystem &FS) {
  llvm::SmallString<256> Header = Directory;
  llvm::sys::path::append(Header, "include", "stddef.h");
  return !Directory.empty() && FS.exists(Header);
}

/// `../lib/clang/22` of the directory that the binary is really in.
std::string besideExecutable(llvm::StringRef Executable, llvm::vfs::FileSystem &FS) {
  if (Executable.empty())
    return {};
  llvm::SmallString<256> Real;
  if (FS.getRealPath(Executable, Real))
    Real = Executable;
  return clang::GetResourcesPath(Real);
}

std::string askClang(const ProgramRunner &Run) {
  std::string Clang = "clang-" CLANG_VERSION_MAJOR_STRING;
  return llvm::StringRef(Run({Clang, "-print-resource-dir"}).value_or("")).trim().str();
}

} // namespace

std::string compiledInResourceDir() { return MEMLINT_CLANG_RESOURCE_DIR; }

llvm::Expected<std::string> findResourceDir(const ResourceDirRequest &Request,
                                            llvm::vfs::FileSystem &FS) {
  if (!Request.Given.empty()) {
    llvm::SmallString<256> Given(Request.Given);
    if (holdsHeaders(Given, FS) && !FS.makeAbsolute(Given))
      return Given.str().str();
    return llvm::createStringError("--resource-dir '" + Request.Given +
                                   "' holds no include/stddef.h");
  }
  std::string Beside = besideExecutable(Request.Executable, FS);
  for (const std::string &Candidate : {Beside, Request.CompiledIn})
    if (holdsHeaders(Candidate, FS))
      return Candidate;
  if (std::string Named = askClang(Request.Run); holdsHeaders(Named, FS))
    return Named;
  return llvm::createStringError(
      "Clang's own headers are neither in '" + Beside + "' nor in '" + Request.CompiledIn +
      "'; install libclang-common-" CLANG_VERSION_MAJOR_STRING
      "-dev, or pass --resource-dir=$(clang-" CLANG_VERSION_MAJOR_STRING " -print-resource-dir)");
}

} // namespace memlint
