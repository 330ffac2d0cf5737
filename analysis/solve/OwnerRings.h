// Objects that keep each other alive: shared owners that a function stores in the objects that they
// own, directly or in closures, until a ring is closed that nothing opens again. Objects are known
// by the owners that hold them; what others may hold is opened where anything in the program may.
#ifndef MEMLINT_ANALYSIS_SOLVE_OWNERRINGS_H
#define MEMLINT_ANALYSIS_SOLVE_OWNERRINGS_H

#include "analysis/solve/BodyCalls.h"
#include "analysis/solve/ClassFields.h"
#include "analysis/solve/Summaries.h"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

struct OwnerRing {
  std::size_t Function = 0;
  OpPlace Closing;
  std::optional<OpPlace> Other; // the store that makes the way back; none: it owns itself
  std::string Field, OtherField;
  std::string Owner, Owned; // the variables that own the two; `this`: a closure's object
  bool ByClosure = false;   // what closes it keeps the owner in a closure

  auto operator<=>(const OwnerRing &) const = default;
};

struct OwnerRings {
  std::vector<OwnerRing> All;
  std::size_t Opened = 0; // that something may open again
};

OwnerRings ownerRings(std::span<const ir::Function> Functions, const ClassFields &Classes,
                      const Summaries &Known, const BodyCalls &Calls);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_OWNERRINGS_H
