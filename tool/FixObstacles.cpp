#include "tool/FixObstacles.h"

#include "analysis/project/ApplyEdits.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

namespace memlint {
namespace {

namespace fs = llvm::sys::fs;

/// Root may write everything; what says so is the file's mode.
bool isReadOnly(const std::string &Absolute) {
  auto Mode = fs::getPermissions(Absolute);
  return !Mode || (*Mode & fs::all_write) == fs::no_perms ||
         fs::access(Absolute, fs::AccessMode::Write) ||
         fs::access(llvm::sys::path::parent_path(Absolute), fs::AccessMode::Write);
}

/// The main file of units, and seen by no other.
bool isOneUnitsOwn(const std::string &Path, const FixUnits &Units) {
  bool IsMain = false;
  for (const FixUnit &U : Units.Units) {
    IsMain |= U.Main == Path;
    if (U.Main != Path && U.Files.contains(Path))
      return false;
  }
  return IsMain;
}

std::string obstacleIn(const std::string &Path, const FixUnits &Units, const SourceTexts &Texts) {
  if (llvm::sys::path::is_absolute(Path))
    return "'" + Path + "' is outside the project's root";
  if (isReadOnly(Texts.absolute(Path)))
    return "'" + Path + "' is read-only";
  for (const FixUnit &U : Units.Units)
    if (U.Errors != 0 && U.Files.contains(Path))
      return "'" + U.Main + "'" + (U.Main == Path ? "" : " sees '" + Path + "' and") +
             " has compile errors";
  if (isOneUnitsOwn(Path, Units))
    return "";
  if (!Units.Failures.empty())
    return "'" + Units.Failures.front().Unit + "' was not analysed, and may include '" + Path + "'";
  if (Units.Partial)
    return "only some of the project's units were analysed, and others may include '" + Path + "'";
  return "";
}

} // namespace

std::string fixObstacle(const Fix &F, const Program &P, const FixUnits &Units, SourceTexts &Texts) {
  const Fix *Only = &F;
  for (const auto &[File, Edits] : editsByFile({&Only, 1})) {
    const std::string &Path = P.path(File);
    if (std::string Reason = obstacleIn(Path, Units, Texts); !Reason.empty())
      return Reason;
    auto Text = Texts.current(Path);
    if (!Text)
      return llvm::toString(Text.takeError());
    if (auto Edited = applyEdits(*Text, Edits); !Edited)
      return llvm::toString(Edited.takeError());
  }
  return "";
}

} // namespace memlint
