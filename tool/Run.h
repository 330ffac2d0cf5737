// The commands of memlint, and the one place where the data's path is walked from end to end: units
// → facts → program → findings → sinks. main only calls runCommand.
#ifndef MEMLINT_TOOL_RUN_H
#define MEMLINT_TOOL_RUN_H

#include "tool/Environment.h"
#include "tool/Options.h"

namespace memlint {

/// Runs what the options ask for. Errors of usage are one line on `World.Err`. Returns an ExitCode.
int runCommand(const Options &O, const Environment &World);

/// `memlint: error: …` on `World.Err`, a line for each line of the error. Returns ExitUsage.
int usageError(llvm::Error E, const Environment &World);

int analyse(const Options &O, const Environment &World);     // Analyse.cpp
int linkFacts(const Options &O, const Environment &World);   // Analyse.cpp
int writeFacts(const Options &O, const Environment &World);  // WriteFacts.cpp
int showLayouts(const Options &O, const Environment &World); // ShowLayouts.cpp
int showEscapes(const Options &O, const Environment &World); // ShowEscapes.cpp
int doctor(const Options &O, const Environment &World);      // Doctor.cpp

} // namespace memlint

#endif // MEMLINT_TOOL_RUN_H
