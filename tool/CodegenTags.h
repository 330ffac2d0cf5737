// `--codegen`: compiles the units that have findings of escape-stack and says of each finding
// whether the optimiser removes the allocation anyway. The step between the checks and the sinks.
#ifndef MEMLINT_TOOL_CODEGENTAGS_H
#define MEMLINT_TOOL_CODEGENTAGS_H

#include "analysis/link/Program.h"
#include "analysis/model/Finding.h"
#include "analysis/project/Unit.h"
#include "tool/Environment.h"
#include "tool/Options.h"

#include "llvm/Support/Error.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace memlint {

/// The units of a run, in any order, and the files that they have functions from.
class CodegenUnits {
public:
  struct Entry {
    const Unit *Parsed = nullptr; // outlives this
    std::set<std::string> Files;
  };

  void add(const Unit &Parsed, const TuFacts &Facts);
  std::vector<Entry> sorted() const;

private:
  std::vector<Entry> Units;
};

struct CodegenSettings {
  const Options &O;
  const Environment &World;
  const std::string &Root;
};

/// Gives each finding of escape-stack the property `codegen`: `removed`, `survives` or `unknown`,
/// and the end of its message, ` [survives at -O2]`. What survives comes first, each part in its
/// order. A unit that cannot be compiled is named on `World.Err`. An error means that no worker
/// could be started.
llvm::Error tagFates(std::vector<Finding> &Findings, const Program &P, const CodegenUnits &Units,
                     const CodegenSettings &Settings);

/// Of a finding with the property: nothing where the fate is unknown.
std::optional<bool> survivesOptimiser(const Finding &F);

} // namespace memlint

#endif // MEMLINT_TOOL_CODEGENTAGS_H
