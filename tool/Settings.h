// Flags and `.memlint` files in, the settings of every file of the program out. Later beats
// earlier:
//   the checks' own defaults < .memlint files, the outermost first, each with its `paths` entries
//   behind its own < --checks and --set;   --config=FILE stands in for all .memlint files.
// Stands between the command line and runChecks; every name and value is judged here, with its
// line.
#ifndef MEMLINT_TOOL_SETTINGS_H
#define MEMLINT_TOOL_SETTINGS_H

#include "analysis/project/ConfigFile.h"
#include "analysis/project/CppcheckLibrary.h"
#include "checks/Config.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// What the command line says about settings.
struct ConfigFlags {
  std::vector<std::string> Checks; // lists of globs, applied one after the other
  std::vector<std::string> Set;    // CHECK.OPTION=VALUE
  std::string File;                // instead of .memlint files; empty: look for those
  std::optional<FailOn> Threshold;
  std::vector<std::string> CppcheckFiles; // library files of cppcheck, whose models count as well
};

struct RunSettings {
  Config Checks; // group 0 holds for the root's own directory
  FailOn Threshold = FailOn::Warning;
  /// Of every .memlint file that applies to some file of the program, for all of it: a function has
  /// one meaning. Those of deeper directories come later and beat the others.
  std::vector<ModelSet> Models;
  CppcheckLibrary Cppcheck; // of the same files, and of the flags
};

// Each of the functions below finds, from a file's directory upward, the .memlint files that apply
// to it; one with `inherit: false` ends the search. A directory of that name is passed over. An
// error holds every mistake in every file read and in the flags, one line each, those of files as
// `FILE:LINE:COLUMN: error: …` with the name relative to the working directory of `Disk`.

/// `Files` as in Program::Files: relative to `Root` (absolute), or absolute. The threshold is the
/// flag's, or that of the innermost file that applies to `Root` and sets one.
llvm::Expected<RunSettings> resolveSettings(const ConfigFlags &Flags,
                                            llvm::ArrayRef<std::string> Files, llvm::StringRef Root,
                                            llvm::vfs::FileSystem &Disk);

/// The settings for one file or directory (empty: the working directory) as the text of a .memlint
/// file that sets exactly these, whatever stands above it. Without models, which are no settings of
/// a file.
llvm::Expected<std::string> printSettings(const ConfigFlags &Flags, llvm::StringRef Subject,
                                          llvm::vfs::FileSystem &Disk);

/// Reads the files that apply to some files or directories (none: the working directory) and says
/// of each, on a line, that it is valid.
llvm::Expected<std::string> verifySettings(const ConfigFlags &Flags,
                                           llvm::ArrayRef<std::string> Subjects,
                                           llvm::vfs::FileSystem &Disk);

} // namespace memlint

#endif // MEMLINT_TOOL_SETTINGS_H
