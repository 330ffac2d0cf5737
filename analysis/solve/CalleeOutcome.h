// What a call may do with a resource that it is given: the cases of its callee's summary that speak
// of one slot, and the resources that it makes.
#ifndef MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H
#define MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H

#include "analysis/solve/Models.h"
#include "analysis/solve/ValueFacts.h"

#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// One case of a guarded summary, told by the range of a place after the call.
struct CaseGuard {
  Slot Subject; // the result, or a place that an argument points to
  Range Of;

  auto operator<=>(const CaseGuard &) const = default;
};

struct Outcome {
  enum class End : std::uint8_t { Kept, Released, Escaped };
  End As = End::Kept;
  std::optional<CaseGuard> If;
  std::vector<Slot> Also; // places that hold it then, too

  auto operator<=>(const Outcome &) const = default;
};

/// A resource that the callee makes.
struct Made {
  Slot To;
  std::string Family;
  std::optional<CaseGuard> If; // or nothing was made

  auto operator<=>(const Made &) const = default;
};

/// What a model says of the slot; nothing: it cannot be followed from there on.
std::optional<std::vector<Outcome>> outcomesOf(const Summary &What,
                                               const std::optional<Guard> &Success, const Slot &Of);
std::vector<Made> madeBy(const Summary &What, const std::optional<Guard> &Success);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H
