// What a call may do with a resource that it is given: the cases of its callee's summary that speak
// of one slot, and the resources that it makes.
#ifndef MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H
#define MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H

#include "analysis/solve/Models.h"
#include "analysis/solve/ResourceFlow.h"
#include "analysis/solve/ValueFacts.h"

#include <optional>
#include <string>
#include <string_view>
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

/// What a resource is to the program.
enum class ResourceForm : std::uint8_t {
  Pointer,    // null is none
  Descriptor, // a number; up to 2 are the standard ones, which nobody has to close
  Lock,       // the state of an object, whoever can see that
  Other       // another number, or an object in place: any value may be one
};

struct Outcome {
  enum class End : std::uint8_t { Kept, Released, Escaped };
  End As = End::Kept;
  CaseGuards If;
  std::vector<Slot> Also;          // places that hold it then, too
  std::optional<LossKind> Forgets; // the place holds something else then
  std::string Family;              // where it is released: as what; see `fits`
  bool Sure = true;                // where it is released: or it may have been
  bool OfAny = true;               // or that depends on which address it is

  /// In every case.
  static Outcome ending(End As) {
    Outcome O;
    O.As = As;
    return O;
  }

  auto operator<=>(const Outcome &) const = default;
};

/// A place that the callee writes where it has not made a resource, and not, or otherwise, where it
/// has.
struct FailureSign {
  Slot At;
  std::optional<Range> Failed; // what it is then; none: nobody knows

  auto operator<=>(const FailureSign &) const = default;
};

/// A resource that the callee makes.
struct Made {
  Slot To;
  std::string Family;
  CaseGuards If;
  std::optional<CaseGuards> Or; // holds where nothing was made; none: it always is
  ResourceForm Form = ResourceForm::Pointer;
  bool IsAddress = false; // of what nobody acquired: releasing it is wrong
  bool IsGuess = false;   // which of If and Or is which, nobody says
  std::vector<FailureSign> Signs{};

  auto operator<=>(const Made &) const = default;
};

/// Whether library code locks or unlocks what it is given.
bool isLocking(const Model &M);
/// The form of what models call a handle.
ResourceForm formOf(std::string_view HandleFamily);
/// Whether what was acquired as one family may be released as another. Who does not know says
/// nothing, or `any`.
bool fits(std::string_view Acquired, std::string_view Released);

/// What a model says of the slot; nothing: it cannot be followed from there on. `HasResult`: the
/// caller takes a result that may hold something.
std::optional<std::vector<Outcome>> outcomesOf(const Summary &What,
                                               const std::optional<Guard> &Success, const Slot &Of,
                                               bool HasResult = true);
std::vector<Made> madeBy(const Summary &What, const std::optional<Guard> &Success);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_CALLEEOUTCOME_H
