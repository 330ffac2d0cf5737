// From the command line to the units of a project, each with its final flags: the database found or
// the files named, the root, the resource directory, GCC's headers. What comes before the workers.
#ifndef MEMLINT_TOOL_LOADPROJECT_H
#define MEMLINT_TOOL_LOADPROJECT_H

#include "analysis/project/Unit.h"
#include "tool/Environment.h"
#include "tool/Options.h"
#include "tool/Report.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace memlint {

struct LoadedProject {
  std::string Database; // absolute; empty where files were named with flags
  std::string Root;     // absolute, symbolic links resolved
  std::string ResourceDir;
  std::vector<Unit> Units;
  bool Partial = false;              // the database has units that were not asked for
  std::vector<UnitFailure> Failures; // commands of which no unit could be made
  std::vector<std::string> Warnings; // a line each
  std::vector<std::string> Targets;  // others to measure records on; empty until asked for
  bool Lower = false;                // bodies of functions to the memory IR
};

/// Fails, with one line for the user, on whatever is an error of usage: no database, no unit that
/// matches, no resource directory.
llvm::Expected<LoadedProject> loadProject(const Options &O, const Environment &World);

} // namespace memlint

#endif // MEMLINT_TOOL_LOADPROJECT_H
