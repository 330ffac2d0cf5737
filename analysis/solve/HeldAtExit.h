// Whether a cell outside of a function may still hold an address when the function has ended
// normally, or is always written over before: a global set and reset, a guard that restores.
#ifndef MEMLINT_ANALYSIS_SOLVE_HELDATEXIT_H
#define MEMLINT_ANALYSIS_SOLVE_HELDATEXIT_H

#include "analysis/solve/FlowWalk.h"

#include <map>
#include <optional>
#include <utility>

namespace memlint {

/// The cell that the write copies into `Cell` where it writes `Written`, which may hold it: None,
/// the cell is emptied; nothing, `Written` has no part in it.
std::optional<NodeId> sourceFor(const PointsTo &P, const CellWrite &W, NodeId Written, NodeId Cell);

/// Of the address and the cell of a fact. In doubt it is held.
bool heldAtExit(const EscapeGraph &G, const FlowWalk &Walk, FactId F);

/// Answers whether an address can have come the way that a fact tells: where it was read from a
/// cell outside of the function, some operation that puts it there can come before. In doubt it
/// has.
class InTime {
public:
  InTime(const EscapeGraph &G, const FlowWalk &Walk) : G(G), Walk(Walk) {}
  bool came(FactId F) const;

private:
  bool putBefore(FactId F, ReasonId Read) const;

  const EscapeGraph &G;
  const FlowWalk &Walk;
  mutable std::map<std::pair<FactId, ReasonId>, bool> Known;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_HELDATEXIT_H
