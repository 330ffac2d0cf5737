// The whole program: the facts of all units joined, each said once, in an order that does not
// depend on the order of the units. Checks read this and nothing else.
#ifndef MEMLINT_ANALYSIS_LINK_PROGRAM_H
#define MEMLINT_ANALYSIS_LINK_PROGRAM_H

#include "analysis/model/Facts.h"

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace memlint {

/// Invariants: `Files` is sorted and free of duplicates; every list of facts that stand somewhere
/// is sorted by place and then by content, and holds no two equal facts (of a record one
/// ReorderFact for each set of edits that units ask for); `Units` is sorted; `Silences` has one for
/// each check and reason, with the counts added up. Functions hold no code that the constants of
/// the program keep from running (DeadCode.h). Immutable after link().
struct Program : TuFacts {
  const std::string &path(FileId File) const { return Files[static_cast<std::size_t>(File)]; }
};

/// Joins the facts of units given one at a time, so that a unit's facts need not outlive the call.
/// The order of the calls does not show in the result. A fact that several units state, as those
/// in headers are, stands once. Cannot fail.
class Linker {
public:
  void add(const TuFacts &Unit);
  /// `WholeProgram`: no unit is missing.
  Program finish(bool WholeProgram = false) &&;
  /// What has been added as facts that can be added to others: all of it, in the order of a
  /// program.
  TuFacts join() &&;

private:
  TuFacts Joined; // spans number files in the order of first sight until join()
  std::map<std::string, FileId, std::less<>> Files;
  std::map<std::pair<std::string, std::string>, std::uint64_t> Silences;
  /// How long the lists of TuFacts::fields() were when their duplicates were dropped.
  std::array<std::size_t, std::tuple_size_v<decltype(TuFacts::fields())>> Distinct{};
};

/// All units at once.
Program link(std::span<const TuFacts *const> Units);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_LINK_PROGRAM_H
