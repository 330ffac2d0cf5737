// What one translation unit says that checks may need: records, loops that grow a container, what
// its functions do with memory, suppressions. Plain values without a Clang type or pointer; made by
// extract, merged by link, written to disk by encode. A fact is never changed once made.
#ifndef MEMLINT_ANALYSIS_MODEL_FACTS_H
#define MEMLINT_ANALYSIS_MODEL_FACTS_H

#include "analysis/model/Fields.h"
#include "analysis/model/GrowthFacts.h"
#include "analysis/model/LayoutTraits.h"
#include "analysis/model/MemoryIr.h"
#include "analysis/model/OwnerFacts.h"
#include "analysis/model/RecordFacts.h"
#include "analysis/model/Span.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// A comment that asks for silence.
struct SuppressionFact {
  Span Where;                                // the directive's own text
  std::uint32_t FirstLine = 0, LastLine = 0; // the lines it silences, both included
  bool Own = false;                          // speaks of memlint by name
  bool LacksReason = false;                  // `memlint: ignore` without one silences nothing
  std::vector<std::string> Checks;           // globs over full ids; empty: every check

  bool operator==(const SuppressionFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("where", &SuppressionFact::Where), field("firstLine", &SuppressionFact::FirstLine),
        field("lastLine", &SuppressionFact::LastLine), field("own", &SuppressionFact::Own),
        field("lacksReason", &SuppressionFact::LacksReason),
        field("checks", &SuppressionFact::Checks));
  }
};

/// How often extract looked at a candidate and said nothing, and why.
struct SilenceFact {
  std::string Check, Reason;
  std::uint64_t Count = 0;

  bool operator==(const SilenceFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("check", &SilenceFact::Check), field("reason", &SilenceFact::Reason),
                      field("count", &SilenceFact::Count));
  }
};

/// A translation unit that facts are of, and how far it could be read.
struct UnitFact {
  std::string File;
  std::uint32_t Errors = 0; // compile errors; the unit was read as far as it goes
  std::string FirstError;   // `file:line:column: text`, the first of them

  auto operator<=>(const UnitFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("file", &UnitFact::File), field("errors", &UnitFact::Errors),
                      field("firstError", &UnitFact::FirstError));
  }
};

/// Everything one translation unit says, or what several say, joined. `Files` are relative to the
/// project's root with '/' between the names, or absolute where they lie outside it; every span
/// indexes them.
struct TuFacts {
  std::vector<UnitFact> Units; // one, as extracted
  std::vector<std::string> Files;
  std::vector<RecordFact> Records;
  std::vector<RecordCountFact> Counts;
  std::vector<OrderBlockerFact> Blockers;
  std::vector<ReorderFact> Reorders;
  std::vector<LayoutTraitFact> Traits;
  std::vector<FieldUseFact> FieldUses;
  std::vector<GrowthFact> Growths;
  std::vector<WasteFact> Wastes;
  std::vector<LoneOwnerFact> LoneOwners;
  std::vector<LocalFormFact> LocalForms;
  std::vector<OwnerMemberFact> OwnerMembers;
  std::vector<OwnerUseFact> OwnerUses;
  std::vector<SuppressionFact> Suppressions;
  std::vector<SilenceFact> Silences;
  std::vector<ir::Function> Functions;

  bool operator==(const TuFacts &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("units", &TuFacts::Units), field("files", &TuFacts::Files),
        field("records", &TuFacts::Records), field("growths", &TuFacts::Growths),
        field("suppressions", &TuFacts::Suppressions), field("silences", &TuFacts::Silences),
        field("counts", &TuFacts::Counts), field("blockers", &TuFacts::Blockers),
        field("reorders", &TuFacts::Reorders), field("traits", &TuFacts::Traits),
        field("fieldUses", &TuFacts::FieldUses), field("wastes", &TuFacts::Wastes),
        field("functions", &TuFacts::Functions), field("loneOwners", &TuFacts::LoneOwners),
        field("ownerMembers", &TuFacts::OwnerMembers), field("ownerUses", &TuFacts::OwnerUses),
        field("localForms", &TuFacts::LocalForms));
  }
};

/// Where a fact stands: what it is sorted and shown by.
template <class T>
  requires requires(const T &Fact) { Fact.Where; }
const Span &placeOf(const T &Fact) {
  return Fact.Where;
}
inline const Span &placeOf(const GrowthFact &G) { return G.Loop; }

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_FACTS_H
