// What may open a ring of owners again: whatever may take away what a field holds, or what lies in
// the container that it is.
#ifndef MEMLINT_ANALYSIS_SOLVE_RINGOPENINGS_H
#define MEMLINT_ANALYSIS_SOLVE_RINGOPENINGS_H

#include "analysis/solve/ClassFields.h"
#include "analysis/solve/EscapeGraph.h"
#include "analysis/solve/Summaries.h"

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace memlint {

/// By its name, and by its class where that is known.
struct FieldKey {
  std::string Name;
  std::optional<ClassField> Field;

  auto operator<=>(const FieldKey &) const = default;
};

bool mayBe(const FieldKey &A, const FieldKey &B);

/// Whether some step of the slot is that field.
bool hasField(const Slot &Of, std::string_view Name);

class RingOpenings {
public:
  /// They must outlive it.
  RingOpenings(const ClassFields &Classes, const Summaries &Known)
      : Classes(Classes), Known(Known) {}

  /// Whether the path leads to an object and into a field of it.
  static bool isField(const ir::Path &P);
  /// Of the first field of the path.
  FieldKey keyOf(const ir::Function &F, const ir::Path &P) const;
  /// Of the library, or else known by a summary alone.
  bool isOfLibrary(const ir::Function &F, const ir::Op &Op) const;
  /// Whether the call may take away what is in the place whose address it is given there.
  bool opens(const ir::Function &F, const ir::Op &Op, std::size_t Position) const;
  /// The fields that the function may take away what it finds in, other than by these operations.
  std::set<FieldKey> read(const ir::Function &F, const std::set<OpPlace> &Stores) const;

private:
  using Elements = std::map<std::uint32_t, std::set<FieldKey>>; // by temporaries and variables
  Elements elementsOf(const ir::Function &F) const;

  const ClassFields &Classes;
  const Summaries &Known;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_RINGOPENINGS_H
