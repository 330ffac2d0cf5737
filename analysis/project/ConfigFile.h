// A `.memlint` file as its author wrote it: YAML read into plain values that remember where they
// stand, so that whoever applies them can point at the line. Knows the words of the format and
// nothing of the checks; tool/Settings judges their names and options, and puts files together.
#ifndef MEMLINT_ANALYSIS_PROJECT_CONFIGFILE_H
#define MEMLINT_ANALYSIS_PROJECT_CONFIGFILE_H

#include "analysis/model/Finding.h"
#include "analysis/project/PathGlob.h"
#include "analysis/project/YamlValue.h"
#include "analysis/solve/Models.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// The least level of a finding at which a run fails; the values before Never equal Severity's.
enum class FailOn : std::uint8_t { Note, Warning, Error, Never };

/// By FailOn; the first three name the values of Severity too.
inline constexpr std::string_view FailOnNames[] = {"note", "warning", "error", "never"};

struct SeverityEntry {
  PlacedText Check;
  Severity Level = Severity::Warning;
};

struct OptionEntry {
  PlacedText Key; // `layout-padding.min-saved-bytes`
  std::string Value;
};

/// What may stand at the top of a file and under a path; every list in the order of the file.
struct ConfigSection {
  std::vector<PlacedText> Checks; // one glob each, none empty
  std::vector<SeverityEntry> Severities;
  std::vector<OptionEntry> Options;
};

/// A glob over the paths below the directory of the file it stands in, or of one `Up` directories
/// above that. A '/' at its end stands for everything below.
struct PathPattern {
  PlacedText Written;
  unsigned Up = 0;
  PathGlob Glob;
};

/// Settings for the files that one of the patterns fits.
struct PathOverride {
  std::vector<PathPattern> Patterns;
  ConfigSection Section;
};

struct ConfigFile {
  std::string Path; // as messages show it
  bool Inherit = true;
  std::optional<FailOn> Threshold;
  ConfigSection Section;
  std::vector<PathOverride> Paths;
  ModelSet Models;                       // they hold for the whole program
  std::vector<PlacedText> CppcheckFiles; // so do these, relative to the directory of the file
};

/// The name of a `.memlint` file in each directory.
inline constexpr std::string_view ConfigFileName = ".memlint";

/// Reads the text of a file whose errors name it `Path`. An error holds every mistake found (of
/// those that readYaml finds, the first), one line each, as in
/// `.memlint:3:1: error: unknown key 'chekcs'; did you mean 'checks'?`. An empty text sets nothing.
llvm::Expected<ConfigFile> parseConfigFile(llvm::StringRef Path, llvm::StringRef Text);

/// Reads the file `Name` of `Files`; its errors name it `ShownPath`.
llvm::Expected<ConfigFile> readConfigFile(llvm::vfs::FileSystem &Files, llvm::StringRef Name,
                                          llvm::StringRef ShownPath);

/// The globs of a list as clang-tidy writes it: separated by commas or line ends, white space
/// around each removed.
std::vector<std::string> splitGlobs(llvm::StringRef List);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_CONFIGFILE_H
