// The parallel half of a run: every unit of a project, parsed in worker processes, comes back as an
// encoded fact file or as a failure with its reason. What happens to the facts is the caller's.
#ifndef MEMLINT_ANALYSIS_PROJECT_EXTRACTUNITS_H
#define MEMLINT_ANALYSIS_PROJECT_EXTRACTUNITS_H

#include "analysis/extract/Extract.h"
#include "analysis/project/Unit.h"
#include "analysis/project/Workers.h"

#include "llvm/Support/Error.h"

#include <functional>
#include <span>
#include <string>

namespace memlint {

/// What became of one unit: the bytes of its facts, as encodeFacts makes them, or why there are
/// none.
using UnitOutcome = JobOutcome;

/// `Done` is called in this process, once for each unit, in no
/// particular order. An error means that no worker could be started.
llvm::Error extractUnits(std::span<const Unit> Units, const ExtractOptions &Extract,
                         const WorkerOptions &Options,
                         const std::function<void(const Unit &, UnitOutcome)> &Done);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_EXTRACTUNITS_H
