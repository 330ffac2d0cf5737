#include "tool/UnitRun.h"

#include "analysis/encode/Encode.h"
#include "analysis/extract/SourceMap.h"
#include "analysis/project/ExtractUnits.h"
#include "tool/Progress.h"
#include "tool/TextOutput.h"

#include "llvm/Support/Threading.h"

#include <algorithm>
#include <tuple>

namespace memlint {

WorkerOptions workerOptions(const Options &O) {
  unsigned Cores = llvm::heavyweight_hardware_concurrency().compute_thread_count();
  return {O.Jobs == 0 ? std::max(Cores, 1u) : O.Jobs, std::chrono::seconds(O.UnitTimeout)};
}

llvm::Error runUnits(const LoadedProject &Project, const Options &O, const Environment &World,
                     RunSummary &Summary, const TakeFacts &Take) {
  for (const std::string &Warning : Project.Warnings)
    World.Err << "memlint: warning: " << Warning << "\n";
  Summary.Units = Project.Units.size() + Project.Failures.size();
  Summary.Failures = Project.Failures;
  Progress Line(World.Err, Project.Units.size(), !O.Quiet && World.Err.is_displayed());
  auto Done = [&](const Unit &U, UnitOutcome Outcome) {
    std::string Name = pathBelow(Project.Root, U.File);
    Line.step(Name);
    if (!Outcome.Finished) {
      Summary.Failures.push_back({Name, Outcome.Reason});
      return;
    }
    auto Decoded = decodeFacts(Outcome.Bytes);
    if (auto *Error = std::get_if<DecodeError>(&Decoded)) {
      Summary.Failures.push_back({Name, "what its worker sent " + Error->Reason});
      return;
    }
    ++Summary.Analysed;
    Take(U, std::move(std::get<TuFacts>(Decoded)), std::move(Outcome.Bytes));
  };
  llvm::Error Problem = extractUnits(Project.Units, {Project.Root, Project.Targets, Project.Lower},
                                     workerOptions(O), Done);
  Line.clear();
  std::sort(Summary.Failures.begin(), Summary.Failures.end(),
            [](const UnitFailure &A, const UnitFailure &B) {
              return std::tie(A.Unit, A.Reason) < std::tie(B.Unit, B.Reason);
            });
  for (const UnitFailure &F : Summary.Failures)
    World.Err << "memlint: error: " << plain(F.Unit + ": " + F.Reason) << "\n";
  return Problem;
}

} // namespace memlint
