#include "analysis/solve/HeldAtExit.h"

#include <algorithm>
#include <optional>
#include <set>

namespace memlint {
namespace {

class Question {
public:
  Question(const EscapeGraph &G, const FlowWalk &Walk, FactId F)
      : G(G), Arrival(G, Walk), P(G.points()), Cell(P.facts()[F].At), Address(P.facts()[F].Target) {
  }

  /// The operations that put the address into the cell.
  std::vector<OpPlace> puts() const {
    std::vector<OpPlace> Found;
    std::vector<std::uint32_t> Fields; // of our cell in the one that is written
    for (NodeId At = Cell; At != None; At = P.parent(At)) {
      for (std::uint32_t Index : G.writesTo(At))
        if (const CellWrite &W = G.writes()[Index]; W.From != None && puts(W, Fields))
          Found.push_back(W.Where);
      Fields.insert(Fields.begin(), P.fieldOf(At));
    }
    return Found;
  }
  bool overwrites(OpPlace Where) const {
    bool Over = false;
    for (const CellWrite &W : G.writesAt(Where)) {
      const FactId Source = sourceOf(W);
      if (Source != None && Arrival.came(Source))
        return false;
      const std::vector<NodeId> Cells = G.cellsOf(W.To);
      Over |= Cells.size() == 1 && !W.To.Weak && sourceFor(P, W, Cells[0], Cell).has_value();
    }
    return Over;
  }

private:
  bool puts(const CellWrite &W, const std::vector<std::uint32_t> &Fields) const {
    const NodeId Taken = P.existing(W.From, Fields);
    const FactId Source = Taken == None ? None : P.find(Taken, Address);
    // What the cell itself gave is put back.
    for (FactId At = Source; At != None; At = P.facts()[At].From)
      if (P.facts()[At].At == Cell)
        return false;
    return Source != None;
  }

  /// That what the write takes holds the address.
  FactId sourceOf(const CellWrite &W) const {
    for (NodeId Written : G.cellsOf(W.To))
      if (const std::optional<NodeId> Source = sourceFor(P, W, Written, Cell);
          Source && *Source != None)
        if (const FactId Held = P.find(*Source, Address); Held != None)
          return Held;
    return None;
  }

  const EscapeGraph &G;
  const InTime Arrival;
  const PointsTo &P;
  NodeId Cell, Address;
};

/// The objects that a call is about: what its arguments are or point to, and what it makes.
std::vector<std::uint32_t> objectsOf(const EscapeGraph &G, OpPlace Where) {
  const ir::Op &Op = opAt(G.function(), Where);
  std::vector<NodeId> Cells;
  auto Add = [&](std::uint32_t Path) {
    const std::vector<NodeId> More = G.cellsOfPath(G.function().Paths[Path]);
    Cells.insert(Cells.end(), More.begin(), More.end());
  };
  if (Op.To)
    Add(Op.To - 1);
  if (!Op.Values.empty() && Op.Values[0].Kind == ir::ValueKind::Address)
    Add(static_cast<std::uint32_t>(Op.Values[0].Index));
  if (!Op.Values.empty() && Op.Values[0].Kind == ir::ValueKind::Held)
    for (NodeId Cell : G.cellsOfPath(G.function().Paths[Op.Values[0].Index]))
      for (FactId Id : G.points().factsAt(Cell))
        Cells.push_back(G.points().facts()[Id].Target);
  std::vector<std::uint32_t> Objects;
  Objects.reserve(Cells.size());
  for (NodeId Cell : Cells)
    Objects.push_back(G.points().objectOf(Cell));
  return Objects;
}

/// Whether the thread that was given the address may run on: none that waits for it, by what both
/// calls are about, comes on each path (models say `thread = null` of a join).
bool runsAtExit(const EscapeGraph &G, const FlowWalk &Walk, FactId F) {
  const NodeId Thread = G.points().facts()[F].At;
  const ReasonId Why = G.points().facts()[F].Reason;
  if (Why == None)
    return true;
  const OpPlace Start = G.reason(Why).Where;
  const std::vector<std::uint32_t> Started = objectsOf(G, Start);
  std::set<OpPlace> Joins;
  for (std::uint32_t W : G.writesTo(Thread))
    if (const CellWrite &Write = G.writes()[W]; Write.From == None) {
      const std::vector<std::uint32_t> Joined = objectsOf(G, Write.Where);
      if (std::find_first_of(Joined.begin(), Joined.end(), Started.begin(), Started.end()) !=
          Joined.end())
        Joins.insert(Write.Where);
    }
  return Walk.reachesExit(Start, /*After=*/true, [&](OpPlace At) { return Joins.contains(At); });
}

} // namespace

std::optional<NodeId> sourceFor(const PointsTo &P, const CellWrite &W, NodeId Written,
                                NodeId Cell) {
  std::vector<std::uint32_t> Fields;
  for (NodeId At = Cell; At != None; At = P.parent(At)) {
    if (At == Written) {
      std::reverse(Fields.begin(), Fields.end());
      return W.From == None ? None : P.existing(W.From, Fields);
    }
    Fields.push_back(P.fieldOf(At));
  }
  return std::nullopt;
}

bool heldAtExit(const EscapeGraph &G, const FlowWalk &Walk, FactId F) {
  const PointsTo::Object &O = G.points().object(G.points().facts()[F].At);
  if (O.Kind == ObjectKind::Thread)
    return runsAtExit(G, Walk, F);
  if (O.Flat || O.Kind == ObjectKind::Result || G.points().isMany(G.points().facts()[F].At))
    return true;
  const Question Q(G, Walk, F);
  std::map<OpPlace, bool> Known;
  auto Over = [&](OpPlace At) {
    auto [Place, New] = Known.try_emplace(At, false);
    if (New)
      Place->second = Q.overwrites(At);
    return Place->second;
  };
  const std::vector<OpPlace> Puts = Q.puts();
  return Puts.empty() || std::any_of(Puts.begin(), Puts.end(), [&](OpPlace Put) {
           return Walk.reachesExit(Put, /*After=*/true, Over);
         });
}

bool InTime::came(FactId F) const {
  ReasonId Next = None;
  for (FactId At = F; At != None; At = G.points().facts()[At].From) {
    const PointsTo::Fact &Step = G.points().facts()[At];
    if (Next != None && G.points().object(Step.At).Outside && Step.From != None) {
      auto [Answer, New] = Known.try_emplace({At, Next}, false);
      if (New)
        Answer->second = putBefore(At, Next);
      if (!Answer->second)
        return false;
    }
    if (Step.Reason != None)
      Next = Step.Reason;
  }
  return true;
}

bool InTime::putBefore(FactId F, ReasonId Read) const {
  const std::vector<OpPlace> Puts = Question(G, Walk, F).puts();
  const OpPlace At = G.reason(Read).Where;
  return Puts.empty() ||
         std::any_of(Puts.begin(), Puts.end(), [&](OpPlace Put) { return Walk.reaches(Put, At); });
}

} // namespace memlint
