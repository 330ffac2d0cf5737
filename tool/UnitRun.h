// Runs the units of a project in the workers, with progress on the terminal and every unit that
// fails accounted for.
#ifndef MEMLINT_TOOL_UNITRUN_H
#define MEMLINT_TOOL_UNITRUN_H

#include "tool/LoadProject.h"

#include "analysis/model/Facts.h"
#include "analysis/project/Workers.h"

#include <functional>

namespace memlint {

/// As many workers as the options ask for.
WorkerOptions workerOptions(const Options &O);

/// What a unit gave: its facts, and the bytes they came as.
using TakeFacts = std::function<void(const Unit &, TuFacts, std::string Bytes)>;

/// Counts into `Summary` and names each failure there and on `World.Err`, sorted by unit. `Take` is
/// called in no particular order. An error means that no worker could be started.
llvm::Error runUnits(const LoadedProject &Project, const Options &O, const Environment &World,
                     RunSummary &Summary, const TakeFacts &Take);

} // namespace memlint

#endif // MEMLINT_TOOL_UNITRUN_H
