// Which operations of a function may end an object that it made, whether each path has one, and
// whether the object outlives the turn of the loop that made it.
#ifndef MEMLINT_ANALYSIS_SOLVE_OBJECTENDS_H
#define MEMLINT_ANALYSIS_SOLVE_OBJECTENDS_H

#include "analysis/ir/Loops.h"
#include "analysis/solve/Escape.h"

namespace memlint {

/// Answers for one object that the operation `Made` makes.
class ObjectLife {
public:
  ObjectLife(const EscapeGraph &G, const FlowWalk &Walk, const ir::Loops &Loops, NodeId Object,
             OpPlace Made);

  /// In the order of their places. What cannot be there any more, or not yet, is not ended.
  const std::vector<ObjectEnd> &ends() const { return Ends; }
  /// Each path from its making to a normal end of the function has an operation that may end it.
  bool endsAlways() const { return !Points.empty() && endsBy(/*Growth=*/false); }
  /// The same, where a growing container's memory counts as ended when it may be replaced: what
  /// ends the new memory would have ended the old.
  bool endsOrGrows() const { return endsBy(/*Growth=*/true); }
  /// The cells that say which object is ended, or replaced, there; None: one of several.
  std::vector<NodeId> endCells() const;
  /// How something from outside of the innermost loop around its making comes to hold it in the
  /// next turn; empty: nothing does.
  std::vector<FactId> outlivesTurn() const;

private:
  /// A place where it is ended, and the one cell that says which object is; or None.
  struct EndPoint {
    OpPlace At;
    NodeId Cell;
  };
  void addEnd(const CellEvent &E);
  bool endsBy(bool Growth) const;
  bool isReleased(NodeId Cell) const;
  bool endsAt(OpPlace At, NodeId NotBy = None) const;
  bool isTaken(OpPlace At, NodeId Cell) const;
  bool losesBefore(const EndPoint &E) const;
  /// Where the object is compared with null it is not null.
  bool isNull(const ir::Edge &E) const;
  bool madeOutside(std::uint32_t Holder, std::uint32_t Loop) const;

  const EscapeGraph &G;
  const FlowWalk &Walk;
  const ir::Loops &Loops;
  NodeId Object;
  OpPlace Made;
  std::vector<ObjectEnd> Ends;
  std::vector<EndPoint> Points, Renewals;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_OBJECTENDS_H
