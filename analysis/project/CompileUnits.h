// Units compiled as far as optimised code, for what becomes of their allocations: the parallel half
// of `--codegen`. In worker processes, as the parse before it.
#ifndef MEMLINT_ANALYSIS_PROJECT_COMPILEUNITS_H
#define MEMLINT_ANALYSIS_PROJECT_COMPILEUNITS_H

#include "analysis/extract/codegen/Survivors.h"
#include "analysis/project/Unit.h"
#include "analysis/project/Workers.h"

#include "llvm/Support/Error.h"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace memlint {

/// A unit and the places to ask about. The unit must outlive the run.
struct CompileJob {
  const Unit *Compiled = nullptr;
  std::vector<SourcePlace> Sites;
};

struct CompileOutcome {
  std::string Failure;       // why there is no answer; empty where there is one
  CompiledSites Sites;       // of the job's, in their order
  bool LevelAssumed = false; // the unit's flags say nothing of optimisation
};

/// What a unit is compiled with when its flags do not say.
inline constexpr char AssumedLevel[] = "-O2";

/// One outcome for each job, in the order of the jobs. `Root` as in ExtractOptions. `Step` is
/// called as each ends. An error means that no worker could be started.
llvm::Expected<std::vector<CompileOutcome>>
compileUnits(std::span<const CompileJob> Jobs, const std::string &Root,
             const WorkerOptions &Options, const std::function<void(const Unit &)> &Step);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_COMPILEUNITS_H
