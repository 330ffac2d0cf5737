// The whole program: the facts of all units joined, each said once, in an order that does not
// depend on the order of the units. Checks read this and nothing else.
#ifndef MEMLINT_ANALYSIS_LINK_PROGRAM_H
#define MEMLINT_ANALYSIS_LINK_PROGRAM_H

#include "analysis/model/Facts.h"

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace memlint {

/// Invariants: `Files` is sorted and free of duplicates; every list is sorted by place and then by
/// content, and holds no two equal facts. Immutable after link().
struct Program {
  std::vector<std::string> Files;
  std::vector<RecordFact> Records;
  std::vector<RecordCountFact> Counts;
  std::vector<OrderBlockerFact> Blockers;
  std::vector<ReorderFact> Reorders; // of each record one for each set of edits that units ask for
  std::vector<LayoutTraitFact> Traits;
  std::vector<FieldUseFact> FieldUses;
  std::vector<GrowthFact> Growths;
  std::vector<WasteFact> Wastes;
  std::vector<LoneOwnerFact> LoneOwners;
  std::vector<LocalFormFact> LocalForms;
  std::vector<OwnerMemberFact> OwnerMembers;
  std::vector<OwnerUseFact> OwnerUses;
  std::vector<SuppressionFact> Suppressions;
  std::vector<SilenceFact> Silences; // one per check and reason, counts added up
  std::vector<ir::Function> Functions;

  const std::string &path(FileId File) const { return Files[static_cast<std::size_t>(File)]; }
};

/// Joins the facts of units given one at a time, so that a unit's facts need not outlive the call.
/// The order of the calls does not show in the result. A fact that several units state, as those
/// in headers are, stands once. Cannot fail.
class Linker {
public:
  void add(const TuFacts &Unit);
  Program finish() &&;

private:
  Program Joined; // spans number files in the order of first sight until finish()
  std::map<std::string, FileId, std::less<>> Files;
  std::map<std::pair<std::string, std::string>, std::uint64_t> Silences;
  std::size_t DistinctRecords = 0, DistinctCounts = 0, DistinctBlockers = 0, DistinctReorders = 0,
              DistinctGrowths = 0, DistinctWastes = 0, DistinctTraits = 0, DistinctFieldUses = 0,
              DistinctSuppressions = 0, DistinctFunctions = 0, DistinctLoneOwners = 0,
              DistinctOwnerMembers = 0, DistinctOwnerUses = 0, DistinctLocalForms = 0;
};

/// All units at once.
Program link(std::span<const TuFacts *const> Units);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_LINK_PROGRAM_H
