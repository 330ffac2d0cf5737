// --fix and --diff as a command sees them: a checked program in, its sources changed or a diff
// printed, and the program to report out.
#ifndef MEMLINT_TOOL_FIXPROJECT_H
#define MEMLINT_TOOL_FIXPROJECT_H

#include "analysis/extract/Extract.h"
#include "tool/Environment.h"
#include "tool/FixRounds.h"
#include "tool/Options.h"

#include "llvm/Support/Error.h"

#include <string>

namespace memlint {

/// Refers to values that outlive the call.
struct FixSettings {
  const Options &O;
  const Environment &World;
  ExtractOptions Extract; // of edited units
  CheckProgram Check;
  bool Colour = false; // of the diff
};

/// Says on `World.Err` what was left as it was, and how much was fixed. With --fix the sources are
/// written and the result is the program that they now are; with --diff the diff goes to
/// `World.Out`, and the result is `P`. An error is one of usage: nothing was written then.
llvm::Expected<Program> fixProject(Program P, FixUnits &Units, const FixSettings &Settings);

} // namespace memlint

#endif // MEMLINT_TOOL_FIXPROJECT_H
