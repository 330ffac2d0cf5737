// What a sink renders: the program, what the checks said of it, how the run went, and the text of
// its sources. The end of the data's path; the command fills it in, the sinks only read it.
#ifndef MEMLINT_TOOL_REPORT_H
#define MEMLINT_TOOL_REPORT_H

#include "analysis/link/Program.h"
#include "checks/Config.h"
#include "checks/RunChecks.h"
#include "tool/SourceLines.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// A unit that was not analysed. `Unit` is a path as in Program::Files; `Reason` is one line, its
/// paths relative to the root where they lie below it.
struct UnitFailure {
  std::string Unit, Reason;
};

/// How the units of a run fared. Units that are neither analysed nor failed were not reached.
struct RunSummary {
  unsigned Units = 0;      // that were asked for
  unsigned Analysed = 0;   // with compile errors or without
  unsigned WithErrors = 0; // of the analysed: read only as far as their compile errors allow
  std::vector<UnitFailure> Failures;
};

inline unsigned unitsWithErrors(const TuFacts &Facts) {
  return static_cast<unsigned>(
      std::ranges::count_if(Facts.Units, [](const UnitFact &Unit) { return Unit.Errors != 0; }));
}

/// Refers to values that outlive it; reading the sources fills their cache.
struct Report {
  const Program &P;
  const CheckResults &Results;
  const Config &Settings;
  const RunSummary &Summary;
  SourceLines &Sources;
};

} // namespace memlint

#endif // MEMLINT_TOOL_REPORT_H
