// The command line as a plain value. The first thing a run makes: it says which command runs, over
// what, with which settings, and where its output goes. Knows neither the file system (response
// files aside) nor the checks: whether a path or a check exists is for others to say.
#ifndef MEMLINT_TOOL_OPTIONS_H
#define MEMLINT_TOOL_OPTIONS_H

#include "tool/Settings.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

enum class Command : std::uint8_t {
  Analyse, // what memlint does without a command word
  Explain,
  Checks,
  Facts,
  Link,
  Layout,
  Escapes,
  Doctor,
  PrintConfig,
  VerifyConfig,
  Help,
  Version
};

enum class OutputFormat : std::uint8_t { Text, Sarif, Json };

struct Sink {
  OutputFormat Format = OutputFormat::Text;
  std::string File; // empty: the standard output

  bool operator==(const Sink &) const = default;
};

/// What becomes of the fixes that findings bring: nothing, a new text of the sources, a diff.
enum class FixMode : std::uint8_t { None, Write, Diff };

enum class ColorMode : std::uint8_t { Auto, Always, Never };

// memlint: ignore[layout-padding] one object; its groups are what a reader looks for
struct Options {
  Command Run = Command::Analyse;
  Command HelpOn = Command::Analyse; // what Help is asked about

  /// Explain: one name. Link: fact files, at least one. PrintConfig: one path at most. Otherwise
  /// paths and globs, of which the first may be a database or the directory of one.
  std::vector<std::string> Inputs;
  /// Present where `--` was given, even with nothing behind it: `Inputs`, at least one, are then
  /// source files and there is no database.
  std::optional<std::vector<std::string>> CompilerFlags;
  std::string DatabaseDirectory; // -p; empty: not given
  std::string Root;              // empty: to be found
  std::vector<std::string> ExtraArgs, ExtraArgsBefore;
  std::string QueryDrivers;      // globs over drivers that may be run, with commas between them
  std::string ResourceDirectory; // empty: to be found
  unsigned Jobs = 0;             // 0: one per core
  unsigned UnitTimeout = 300;    // seconds
  bool Cache = true;

  ConfigFlags Config;
  bool WarnUnusedSuppressions = false;
  std::string CountsFile; // of live objects by type; empty: not given

  FixMode Fixing = FixMode::None; // of Analyse only

  /// At most one goes to the standard output; no two to the same file.
  std::vector<Sink> Sinks{Sink()};
  std::string RecordName;             // Layout, without AllRecords
  bool AllRecords = false;            // Layout
  bool Json = false;                  // Layout, Escapes
  std::vector<std::string> Functions; // Escapes: those asked about; none: all
  std::string FactsPath;              // where Facts writes; empty: the standard output
  bool Ir = false;                    // Facts: the functions alone, as text
  std::string SarifCategory;
  ColorMode Color = ColorMode::Auto;
  bool WholeProgram = false; // of Analyse, Link and Escapes: no unit is left out
  bool Codegen = false;      // of Analyse only
  bool Stats = false;
  bool Quiet = false;
};

/// Reads the arguments after the program's name; `@FILE` before a `--` stands for the arguments in
/// a file of `Disk`. The error is one line for the user, without `memlint: error:` before it.
/// `Help` and `Version` win over whatever else is wrong.
llvm::Expected<Options> parseOptions(llvm::ArrayRef<const char *> Arguments,
                                     llvm::vfs::FileSystem &Disk);

} // namespace memlint

#endif // MEMLINT_TOOL_OPTIONS_H
