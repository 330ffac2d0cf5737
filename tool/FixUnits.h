// What fixing knows of the units of a run: which files each has seen, and the facts to join the
// program from again when some of them have changed.
#ifndef MEMLINT_TOOL_FIXUNITS_H
#define MEMLINT_TOOL_FIXUNITS_H

#include "analysis/model/Facts.h"
#include "analysis/project/Unit.h"
#include "tool/Report.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace memlint {

struct FixUnit {
  const Unit *Parsed = nullptr;
  std::string Main;            // as in Program::Files
  std::set<std::string> Files; // with facts in them, and the main file
  unsigned Errors = 0;
  std::string Bytes; // the facts, encoded
};

/// All units of a run.
struct FixUnits {
  std::vector<FixUnit> Units; // that gave facts; after finish() in the order of the project's
  std::vector<UnitFailure> Failures;
  bool Partial = false; // the project has units that were not asked for
  bool WholeProgram = false;

  void add(const Unit &Parsed, const TuFacts &Facts, std::string Bytes) {
    const UnitFact &Read = Facts.Units.front();
    FixUnit U{&Parsed,
              Read.File,
              {Facts.Files.begin(), Facts.Files.end()},
              Read.Errors,
              std::move(Bytes)};
    U.Files.insert(Read.File);
    Units.push_back(std::move(U));
  }
  void finish(std::vector<UnitFailure> Failed) {
    std::ranges::sort(Units, {}, [](const FixUnit &U) -> const Unit & { return *U.Parsed; });
    Failures = std::move(Failed);
  }
};

} // namespace memlint

#endif // MEMLINT_TOOL_FIXUNITS_H
