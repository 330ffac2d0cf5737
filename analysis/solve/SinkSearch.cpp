#include "analysis/solve/SinkSearch.h"

#include <algorithm>

namespace memlint {
namespace {

/// Sinks that are told of one object.
constexpr std::size_t MaxSinks = 8;

} // namespace

std::vector<NodeId> cellsIn(const PointsTo &P, std::uint32_t Object) {
  std::vector<NodeId> Cells{P.objects()[Object].Root};
  for (std::size_t I = 0; I < Cells.size(); ++I)
    Cells.insert(Cells.end(), P.children(Cells[I]).begin(), P.children(Cells[I]).end());
  return Cells;
}

SinkSearch::SinkSearch(const EscapeGraph &G) : G(G), Reached(G.points().objects().size()) {
  for (std::uint32_t O = 0; O < Reached.size(); ++O)
    if (isSink(G, O))
      searchFrom(O);
}

bool SinkSearch::isSink(const EscapeGraph &G, std::uint32_t Object) {
  const PointsTo::Object &O = G.points().objects()[Object];
  switch (O.Kind) {
  case ObjectKind::Variable:
    return G.function().Variables[O.Index].Kind == ir::VariableKind::Static;
  case ObjectKind::Temporary:
  case ObjectKind::Site:
  case ObjectKind::Fresh:
    return false;
  default:
    return true;
  }
}

void SinkSearch::searchFrom(std::uint32_t Sink) {
  std::vector<std::uint32_t> Queue{Sink};
  for (Lane Most : {Lane::Known, Lane::Assumed})
    for (std::size_t I = 0; I < Queue.size(); ++I)
      for (NodeId Cell : cellsIn(G.points(), Queue[I]))
        for (FactId Id : G.points().factsAt(Cell)) {
          const PointsTo::Fact &F = G.points().facts()[Id];
          const std::uint32_t Target = G.points().objectOf(F.Target);
          if (F.Sure > Most || Target == Sink || isSink(G, Target))
            continue;
          std::vector<Entry> &Entries = Reached[Target];
          if (Entries.size() >= MaxSinks || (!Entries.empty() && Entries.back().Sink == Sink))
            continue;
          Entries.push_back({Sink, Id, I == 0 ? Id : entry(Queue[I], Sink)->Last, Most});
          Queue.push_back(Target);
        }
}

const SinkSearch::Entry *SinkSearch::entry(std::uint32_t Object, std::uint32_t Sink) const {
  for (const Entry &E : Reached[Object])
    if (E.Sink == Sink)
      return &E;
  return nullptr;
}

std::vector<SinkReach> SinkSearch::of(std::uint32_t Object) const {
  std::vector<SinkReach> All;
  std::vector<Entry> Entries;
  for (Lane Sure : {Lane::Known, Lane::Assumed})
    for (const Entry &E : Reached[Object])
      if (E.Sure == Sure)
        Entries.push_back(E);
  All.reserve(Entries.size());
  for (const Entry &First : Entries) {
    SinkReach R{First.Sink, First.Sure, {}};
    const Entry *At = &First;
    for (; At->By != First.Last && R.Hops.size() + 1 < MaxHops;
         At = entry(G.points().objectOf(G.points().facts()[At->By].At), First.Sink))
      R.Hops.push_back(At->By);
    R.Hops.push_back(First.Last);
    All.push_back(std::move(R));
  }
  return All;
}

} // namespace memlint
