// Units parsed once more, over edited texts and with their warnings heard: what a fix is judged by
// before anything is written. In worker processes, as the first time.
#ifndef MEMLINT_ANALYSIS_PROJECT_RECHECKUNITS_H
#define MEMLINT_ANALYSIS_PROJECT_RECHECKUNITS_H

#include "analysis/extract/Extract.h"
#include "analysis/model/Facts.h"
#include "analysis/project/EditedFiles.h"
#include "analysis/project/Unit.h"
#include "analysis/project/Workers.h"

#include "llvm/Support/Error.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace memlint {

/// A unit and the texts to parse it over. Both must outlive the run.
struct RecheckJob {
  const Unit *Parsed = nullptr;
  const EditedTexts *Texts = nullptr;
};

struct RecheckOutcome {
  std::string Failure; // why there are no facts; empty where there are
  TuFacts Facts;
  std::vector<std::string> Diagnostics; // as parseAndExtract gives them
};

/// One outcome for each job, in the order of the jobs. `Step` is called as each ends. An error
/// means that no worker could be started.
llvm::Expected<std::vector<RecheckOutcome>>
recheckUnits(std::span<const RecheckJob> Jobs, const ExtractOptions &Extract,
             const WorkerOptions &Options, const std::function<void(const Unit &)> &Step);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_RECHECKUNITS_H
