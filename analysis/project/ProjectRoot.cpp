#include "analysis/project/ProjectRoot.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace memlint {
namespace {

namespace path = llvm::sys::path;

std::string resolved(llvm::StringRef Path, llvm::vfs::FileSystem &FS) {
  llvm::SmallString<256> Real;
  if (FS.getRealPath(Path, Real))
    Real = Path;
  path::remove_dots(Real, /*remove_dot_dot=*/true);
  return Real.str().str();
}

bool isRoot(llvm::StringRef Directory) { return path::relative_path(Directory).empty(); }

/// The nearest directory under version control, `Directory` included; empty when there is none.
llvm::StringRef versionedAncestor(llvm::StringRef Directory, llvm::vfs::FileSystem &FS) {
  for (; !Directory.empty(); Directory = path::parent_path(Directory))
    for (llvm::StringRef Marker : {".git", ".hg", ".svn"}) {
      llvm::SmallString<256> Candidate = Directory;
      path::append(Candidate, Marker);
      if (FS.exists(Candidate))
        return Directory;
    }
  return {};
}

/// The deepest directory that holds both.
llvm::StringRef commonAncestor(llvm::StringRef A, llvm::StringRef B) {
  while (A != B)
    (A.size() > B.size() ? A : B) = path::parent_path(A.size() > B.size() ? A : B);
  return A;
}

} // namespace

std::string projectRoot(llvm::StringRef Start, llvm::ArrayRef<std::string> UnitFiles,
                        llvm::StringRef WorkingDirectory, llvm::vfs::FileSystem &FS) {
  std::string From = resolved(Start, FS);
  if (llvm::StringRef Root = versionedAncestor(From, FS); !Root.empty())
    return Root.str();

  std::string Common;
  for (const std::string &File : UnitFiles) {
    llvm::StringRef Directory = path::parent_path(File);
    Common = Common.empty() ? Directory.str() : commonAncestor(Common, Directory).str();
  }
  if (Common.empty() || isRoot(Common))
    return resolved(WorkingDirectory, FS);
  Common = resolved(Common, FS);
  llvm::StringRef Root = versionedAncestor(Common, FS);
  return Root.empty() ? Common : Root.str();
}

} // namespace memlint
