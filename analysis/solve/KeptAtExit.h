// Whether a cell that outlives a function surely holds an address when the function has ended
// normally: on some path that stores it, and on which nothing may take it away, nor code run that
// nobody has seen. Where HeldAtExit says "maybe" to every doubt, this says no: a claim rests on it.
#ifndef MEMLINT_ANALYSIS_SOLVE_KEPTATEXIT_H
#define MEMLINT_ANALYSIS_SOLVE_KEPTATEXIT_H

#include "analysis/ir/Loops.h"
#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/UnseenCode.h"

namespace memlint {

/// Where an address must come from to be asked about.
struct AddressOrigin {
  enum class From : std::uint8_t {
    Taken, // of an object that the function makes
    Given, // what a caller's cell holds when the function begins
    Owned  // what an owner holds, and goes on owning
  };
  From Kind = From::Taken;
  std::set<NodeId> Owner = {}; // its cells
  bool Reached = false;        // it is, by code that nobody has seen
};

class KeptAtExit {
public:
  /// Both must outlive it.
  KeptAtExit(const EscapeGraph &G, UnseenCode &Unseen, int Depth = 0);

  /// What is asked about from now on.
  void ask(AddressOrigin Next);
  /// Of the cell and the address of a known fact; the cell outlives the function, or stands in an
  /// object on the heap.
  bool keeps(FactId F);

private:
  struct Put {
    OpPlace Where;
    CellPlace To;
    NodeId Source;
  };
  using Ops = std::set<OpPlace>;

  std::vector<Put> puts(NodeId Cell, NodeId Address) const;
  bool comes(NodeId Source, NodeId Address, OpPlace At);
  bool holds(NodeId Cell, NodeId Address, OpPlace At);
  bool borrows(NodeId Cell, NodeId Address, OpPlace At);
  bool isGiven(NodeId Cell, NodeId Address, OpPlace At);
  /// The operations that may change what the cell holds.
  const Ops &changes(NodeId Cell);
  bool mayMean(const CellEvent &E, NodeId Object);
  /// And those that may end or replace the object that it stands in.
  Ops losses(NodeId Cell);
  void addWrites(NodeId Cell, Ops &To) const;
  bool isUnseen(OpPlace At);
  bool isMade(const Put &Of, NodeId Cell, NodeId Address);
  bool staysUntilExit(const Put &Of, NodeId Cell);
  bool keptByCallee(const Effect &E);
  bool isNullGuard(const ir::Edge &E, NodeId Address) const;
  bool isCertain(const Put &Of, NodeId Address) const;

  const EscapeGraph &G;
  const PointsTo &P;
  UnseenCode &Unseen;
  int Depth;
  FlowWalk Walk;
  ir::Loops Loops;
  AddressOrigin Origin;
  std::vector<std::vector<std::optional<bool>>> RunsUnseen; // of each operation
  std::map<std::tuple<NodeId, NodeId, OpPlace>, bool> Held;
  std::map<NodeId, Ops> Changes;
};

/// Whether the cell's object is still there, for others, when the function has ended.
bool outlives(const EscapeGraph &G, NodeId Cell);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_KEPTATEXIT_H
