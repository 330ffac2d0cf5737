// One way through a function as one resource sees it: whether it is held, by which names, and what
// is known of values meanwhile. Ways that agree on the first two are one (property simulation:
// Das, Lerner, Seigle, "ESP", PLDI 2002).
#ifndef MEMLINT_ANALYSIS_SOLVE_RESOURCEFLOW_H
#define MEMLINT_ANALYSIS_SOLVE_RESOURCEFLOW_H

#include "analysis/solve/EscapeGraph.h"
#include "analysis/solve/ValueFacts.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace memlint {

enum class Holding : std::uint8_t {
  Not,      // it is not made yet, or making it failed
  Held,     // somebody has to release it
  Released, //
  Escaped,  // somebody else may hold it or release it
  Moved,    // its only name was moved forwards within it
  Lost      // it is held, and nobody knows it any more
};

/// How the last name of a resource went.
enum class LossKind : std::uint8_t {
  Dropped,     // it never had one
  Overwritten, // another value was put there
  Replaced,    // by the result of the call that would have released it, and failed
  HolderEnd,   // the object that held it was freed
  ScopeEnd,    // its storage ended
  StillLocked, // a lock, at the end of the function
  Thrown,      // an exception leaves the function, or comes back behind the release
  Unfinished   // an exception leaves the constructor of the object that has it
};

struct Loss {
  LossKind Kind = LossKind::Dropped;
  OpPlace At; // where it was replaced: the call that failed

  auto operator<=>(const Loss &) const = default;
};

/// Where a resource was released, and as what.
struct Ending {
  OpPlace At;
  std::string Family;  // see `fits`
  bool Sure = true;    // or the callee may not have done it
  bool OfAny = true;   // or that depends on which address it is
  bool IsTold = false; // by what the call answers

  auto operator<=>(const Ending &) const = default;
};

/// An edge, by the block it leaves and its number there.
struct Branch {
  std::uint32_t Block = 0, Edge = 0;

  auto operator<=>(const Branch &) const = default;
};

struct Flow {
  Holding State = Holding::Not;
  std::vector<ir::Path> Names; // sorted; all hold it, or what was released
  bool Named = false;          // temporaries count as names only before a variable held it
  std::optional<Loss> How;     // where Lost
  std::optional<OpPlace> Kept; // the last call that could have released it
  std::optional<Ending> Ended; // where Released; where Moved, the move
  ValueFacts Facts;
  /// What was known apart of ways that are one now, while it was held.
  std::set<Term> Merged;
  std::set<Term> Unseen; // what functions returned that other units may have
  bool Failed = false;   // it was not made where it is made
  bool Doubtful = false; // a condition asked for any of these: it may not come this way
  /// Where an exception was thrown that a handler of this function caught on the way.
  std::optional<OpPlace> CaughtFrom;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_RESOURCEFLOW_H
