#include "analysis/solve/ObjectEnds.h"

#include "analysis/ir/PlainValues.h"

#include <algorithm>

namespace memlint {
namespace {

ObjectEnd::By whoEnds(const FlowReason &R) {
  if (!R.Of)
    return ObjectEnd::By::Delete;
  return R.Of->Why.Usr.empty() ? ObjectEnd::By::Model : ObjectEnd::By::Callee;
}

} // namespace

ObjectLife::ObjectLife(const EscapeGraph &G, const FlowWalk &Walk, const ir::Loops &Loops,
                       NodeId Object, OpPlace Made)
    : G(G), Walk(Walk), Loops(Loops), Object(Object), Made(Made) {
  for (const CellEvent &E : G.events())
    if (E.Kind != EffectKind::Invoke && G.points().holds(E.Holder, Object))
      addEnd(E);
  std::sort(Ends.begin(), Ends.end(), [](const ObjectEnd &A, const ObjectEnd &B) {
    return A.At != B.At ? A.At < B.At : A < B;
  });
  Ends.erase(std::unique(Ends.begin(), Ends.end()), Ends.end());
}

void ObjectLife::addEnd(const CellEvent &E) {
  std::vector<NodeId> Cells = G.cellsOf(E.Of);
  std::erase_if(Cells, [&](NodeId Cell) { return !G.points().holds(Cell, Object); });
  const FlowReason &R = G.reason(E.Why);
  const EndPoint Point{R.Where, Cells.size() == 1 ? Cells[0] : None};
  if (Point.Cell != None) {
    auto Taken = [&](OpPlace At) { return isTaken(At, Point.Cell); };
    bool Put = false, InTime = false;
    for (std::uint32_t Index : G.writesTo(Point.Cell)) {
      const CellWrite &W = G.writes()[Index];
      if (W.From == None || !G.points().holds(W.From, Object))
        continue;
      Put = true;
      InTime |= Walk.reaches(W.Where, R.Where, Taken);
    }
    if (Put && !InTime)
      return;
  }
  if (E.Kind == EffectKind::Release)
    Points.push_back(Point);
  else if (E.Kind == EffectKind::Renew && Point.Cell != None && isReleased(Point.Cell))
    Renewals.push_back(Point);
  Ends.push_back({E.Kind, whoEnds(R), R.Where, opAt(G.function(), R.Where).Where, E.Family,
                  G.points().factsAt(E.Holder).size() == 1});
}

/// Whether some operation ends what the cell holds, whatever that is then.
bool ObjectLife::isReleased(NodeId Cell) const {
  return std::any_of(G.events().begin(), G.events().end(), [&](const CellEvent &E) {
    return E.Kind == EffectKind::Release && G.cellsOf(E.Of) == std::vector{Cell};
  });
}

/// Whether the operation empties the cell, or gives it another object.
bool ObjectLife::isTaken(OpPlace At, NodeId Cell) const {
  for (const CellWrite &W : G.writesAt(At)) {
    const bool Other = W.From == None || !G.points().holds(W.From, Object);
    if (Other && !W.To.Weak && G.cellsOf(W.To) == std::vector{Cell})
      return true;
  }
  return false;
}

bool ObjectLife::endsAt(OpPlace At, NodeId NotBy) const {
  return std::any_of(Points.begin(), Points.end(), [&](const EndPoint &E) {
    return E.At == At && (NotBy == None || E.Cell != NotBy);
  });
}

bool ObjectLife::isNull(const ir::Edge &E) const {
  const ir::Value *Null = nullOn(G.function(), E);
  if (!Null || Null->Kind != ir::ValueKind::Held)
    return false;
  const std::vector<NodeId> Cells = G.cellsOfPath(G.function().Paths[Null->Index]);
  return std::any_of(Cells.begin(), Cells.end(),
                     [this](NodeId Cell) { return G.points().holds(Cell, Object); });
}

/// Whether some path takes the object away from the cell that would end it, and no other does.
bool ObjectLife::losesBefore(const EndPoint &E) const {
  if (E.Cell == None)
    return false;
  auto Never = [this](const ir::Edge &Edge) { return isNull(Edge); };
  auto Ended = [this](OpPlace At) { return endsAt(At); };
  auto EndedElse = [&](OpPlace At) { return endsAt(At, E.Cell); };
  const std::vector<std::uint32_t> &Writes = G.writesTo(E.Cell);
  return std::any_of(Writes.begin(), Writes.end(), [&](std::uint32_t Index) {
    const OpPlace At = G.writes()[Index].Where;
    return At != Made && !endsAt(At) && isTaken(At, E.Cell) &&
           Walk.reaches(Made, At, Ended, Never) &&
           Walk.reachesExit(At, /*After=*/true, EndedElse, Never);
  });
}

bool ObjectLife::endsBy(bool Growth) const {
  auto Never = [this](const ir::Edge &Edge) { return isNull(Edge); };
  auto Ended = [this, Growth](OpPlace At) {
    return endsAt(At) || (Growth && std::any_of(Renewals.begin(), Renewals.end(),
                                                [&](const EndPoint &E) { return E.At == At; }));
  };
  return !Walk.reachesExit(Made, /*After=*/true, Ended, Never) &&
         std::none_of(Points.begin(), Points.end(),
                      [this](const EndPoint &E) { return losesBefore(E); });
}

std::vector<NodeId> ObjectLife::endCells() const {
  std::vector<NodeId> Cells;
  for (const auto *Of : {&Points, &Renewals})
    for (const EndPoint &E : *Of)
      Cells.push_back(E.Cell);
  return Cells;
}

bool ObjectLife::madeOutside(std::uint32_t Holder, std::uint32_t Loop) const {
  const PointsTo::Object &O = G.points().objects()[Holder];
  if (O.Kind == ObjectKind::Site || O.Kind == ObjectKind::Fresh)
    return !Loops.contains(Loop, G.reason(G.allocations()[O.Index].Why).Where.Block);
  if (O.Kind != ObjectKind::Variable)
    return false;
  const std::optional<OpPlace> Begin = G.beginOf(O.Index);
  return !Begin || !Loops.contains(Loop, Begin->Block);
}

std::vector<FactId> ObjectLife::outlivesTurn() const {
  const std::uint32_t In = Loops.Innermost[Made.Block];
  auto NoWay = [this](const ir::Edge &E) { return isNull(E); };
  if (!In || !Walk.reaches(Made, Made, [this](OpPlace At) { return endsAt(At); }, NoWay))
    return {};
  const PointsTo &P = G.points();
  std::vector<std::uint32_t> Queue{P.objectOf(Object)};
  std::vector<FactId> By(P.objects().size(), None);
  std::vector<bool> Seen(P.objects().size());
  Seen[Queue[0]] = true;
  for (std::size_t I = 0; I < Queue.size(); ++I)
    for (FactId Id : G.factsOn(Queue[I])) {
      const std::uint32_t Holder = P.objectOf(P.facts()[Id].At);
      if (Seen[Holder])
        continue;
      Seen[Holder] = true;
      By[Holder] = Id;
      if (!madeOutside(Holder, In - 1)) {
        Queue.push_back(Holder);
        continue;
      }
      std::vector<FactId> Hops;
      for (std::uint32_t At = Holder; By[At] != None; At = P.objectOf(P.facts()[By[At]].Target))
        Hops.insert(Hops.begin(), By[At]);
      return Hops;
    }
  return {};
}

} // namespace memlint
