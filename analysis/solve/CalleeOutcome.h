// What a call may do with a resource that it is given: the cases of its callee's summary that speak
// of one slot, and the resources that it makes.
#ifndef MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H
#define MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H

#include "analysis/solve/Models.h"
#include "analysis/solve/ResourceFlow.h"
#include "analysis/solve/ValueFacts.h"

#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// What holds in a case of a guarded summary: the range of a place after the call.
struct CaseGuard {
  Slot Subject; // the result, an argument that the callee leaves as it is, or what one points to
  Range Of;

  auto operator<=>(const CaseGuard &) const = default;
};

/// All of them hold; none: in every case.
using CaseGuards = std::vector<CaseGuard>;

struct Outcome {
  enum class End : std::uint8_t { Kept, Released, Escaped };
  End As = End::Kept;
  CaseGuards If;
  std::vector<Slot> Also;          // places that hold it then, too
  std::optional<LossKind> Forgets; // where it is kept: the place holds it no more

  auto operator<=>(const Outcome &) const = default;
};

/// A resource that the callee makes.
struct Made {
  Slot To;
  std::string Family;
  CaseGuards If;
  std::optional<CaseGuards> Or; // holds where nothing was made; none: it always is
  bool IsNumber = false;        // 0 is one like others

  auto operator<=>(const Made &) const = default;
};

/// What a model says of the slot; nothing: it cannot be followed from there on.
std::optional<std::vector<Outcome>> outcomesOf(const Summary &What,
                                               const std::optional<Guard> &Success, const Slot &Of);
std::vector<Made> madeBy(const Summary &What, const std::optional<Guard> &Success);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H
