// One translation unit as the analysis runs it: which file, from where, with which final flags.
// Made by ToolchainFlags from a compile command, read by the workers that parse it.
#ifndef MEMLINT_ANALYSIS_PROJECT_UNIT_H
#define MEMLINT_ANALYSIS_PROJECT_UNIT_H

#include <algorithm>
#include <compare>
#include <string>
#include <vector>

namespace memlint {

/// A file may be the main file of several units, when a project compiles it with several sets of
/// flags.
struct Unit {
  std::string File;                   // absolute
  std::string Directory;              // absolute; relative paths in Arguments start here
  std::vector<std::string> Arguments; // for Clang's driver, its name first; ready to run

  auto operator<=>(const Unit &) const = default;
};

/// Sorts by file, directory and arguments, and keeps one of each set of equal units.
inline void sortUnits(std::vector<Unit> &Units) {
  std::ranges::sort(Units);
  Units.erase(std::ranges::unique(Units).begin(), Units.end());
}

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_UNIT_H
