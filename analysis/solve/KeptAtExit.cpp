#include "analysis/solve/KeptAtExit.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/HeldAtExit.h"
#include "analysis/solve/SummaryOf.h"

#include <algorithm>
#include <functional>

namespace memlint {
namespace {

/// Functions that one fact is followed into, one in the other.
constexpr int MaxDepthOfCalls = 6;

bool isOnHeap(const PointsTo::Object &O) {
  return O.Kind == ObjectKind::Site || O.Kind == ObjectKind::Fresh;
}

/// A value in the middle of an operation, no memory.
bool isValue(const PointsTo::Object &O) { return O.Kind == ObjectKind::Temporary; }

bool isOwnedByValue(const Slot &S) {
  for (const SlotStep &Step : S.Steps) {
    if (Step.Kind == ir::StepKind::Deref)
      return false;
    if (Step.Kind == ir::StepKind::Field && Step.Name == "own")
      return true;
  }
  return false;
}

bool isByValue(const Slot &S) {
  return !S.Address && std::none_of(S.Steps.begin(), S.Steps.end(), [](const SlotStep &Step) {
    return Step.Kind == ir::StepKind::Deref;
  });
}

bool isInOwner(const PointsTo &P, NodeId Cell) {
  for (; Cell != None; Cell = P.parent(Cell))
    if (P.parent(Cell) != None && P.fieldOf(Cell) == OwnField)
      return true;
  return false;
}

/// By which the summary says what an address points to.
std::optional<Slot> sourceSlot(const EscapeGraph &G, NodeId Target) {
  if (G.points().object(Target).Kind != ObjectKind::Pointee || G.points().isMany(Target))
    return std::nullopt;
  return slotOfPointee(G, Target);
}

} // namespace

bool outlives(const EscapeGraph &G, NodeId Cell) {
  const PointsTo::Object &O = G.points().object(Cell);
  if (G.points().isMany(Cell))
    return false;
  switch (O.Kind) {
  case ObjectKind::Variable:
    return G.function().Variables[O.Index].Kind == ir::VariableKind::Static;
  case ObjectKind::Global:
  case ObjectKind::Result:
  case ObjectKind::Thread:
  case ObjectKind::Thrown:
    return true;
  case ObjectKind::Pointee:
    break;
  default:
    return false;
  }
  const Slot S = G.slotOf(Cell);
  if (S.Kind != SlotKind::Argument)
    return S.Kind == SlotKind::Global;
  const bool Ending = G.function().Symbols[0].Flags & ir::Destructor && S.Index == 0;
  return !Ending && !isOwnedByValue(S);
}

KeptAtExit::KeptAtExit(const EscapeGraph &G, UnseenCode &Unseen, int Depth)
    : G(G), P(G.points()), Unseen(Unseen), Depth(Depth), Walk(G.function(), G.callees()),
      Loops(ir::loopsOf(G.function())) {
  for (const ir::Block &B : G.function().Blocks)
    RunsUnseen.emplace_back(B.Ops.size());
}

void KeptAtExit::ask(AddressOrigin Next) {
  Origin = std::move(Next);
  Held.clear();
}

/// The writes after which the cell holds the address.
std::vector<KeptAtExit::Put> KeptAtExit::puts(NodeId Cell, NodeId Address) const {
  std::vector<Put> Found;
  for (NodeId At = Cell; At != None; At = P.parent(At))
    for (std::uint32_t Index : G.writesTo(At)) {
      const CellWrite &W = G.writes()[Index];
      const std::optional<NodeId> Source = sourceFor(P, W, At, Cell);
      if (!Source || *Source == None)
        continue;
      std::vector<NodeId> Sources{*Source};
      for (std::size_t I = 0; P.object(Cell).Flat && I < Sources.size(); ++I)
        Sources.insert(Sources.end(), P.children(Sources[I]).begin(), P.children(Sources[I]).end());
      for (NodeId Each : Sources)
        if (const FactId Holds = P.find(Each, Address);
            Holds != None && P.facts()[Holds].Sure == Lane::Known)
          Found.push_back({W.Where, W.To, Each});
    }
  return Found;
}

void KeptAtExit::addWrites(NodeId Cell, Ops &To) const {
  for (NodeId At = Cell; At != None; At = P.parent(At))
    for (std::uint32_t Index : G.writesTo(At))
      To.insert(G.writes()[Index].Where);
}

const KeptAtExit::Ops &KeptAtExit::changes(NodeId Cell) {
  auto [At, New] = Changes.try_emplace(Cell);
  if (New)
    addWrites(Cell, At->second);
  return At->second;
}

/// Whether the event is about the object: the cell that says so may still hold it then.
bool KeptAtExit::mayMean(const CellEvent &E, NodeId Object) {
  if (!P.holds(E.Holder, Object))
    return false;
  const std::vector<NodeId> Cells = G.cellsOf(E.Of);
  if (Cells.size() != 1 || isValue(P.object(Cells[0])))
    return true;
  const Ops &Over = changes(Cells[0]);
  const OpPlace At = G.reason(E.Why).Where;
  const std::vector<Put> Puts = puts(Cells[0], Object);
  const Effect *By = G.reason(E.Why).Of;
  const bool Ordered = By && By->Why.Usr.empty(); // models end what was there before
  return Puts.empty() || std::any_of(Puts.begin(), Puts.end(), [&](const Put &Of) {
           return (Of.Where == At && !Ordered) ||
                  Walk.reaches(Of.Where, At, [&](OpPlace Op) { return Over.contains(Op); });
         });
}

KeptAtExit::Ops KeptAtExit::losses(NodeId Cell) {
  Ops All = changes(Cell);
  const NodeId Root = P.object(Cell).Root;
  for (const CellEvent &E : G.events())
    if (E.Kind != EffectKind::Invoke && E.Kind != EffectKind::Share && mayMean(E, Root))
      All.insert(G.reason(E.Why).Where);
  for (FactId Id : G.factsOn(P.objectOf(Cell)))
    if (const NodeId Holder = P.facts()[Id].At; outlives(G, Holder) || isOnHeap(P.object(Holder))) {
      Ops Writes;
      addWrites(Holder, Writes);
      for (const Put &Of : puts(Holder, P.facts()[Id].Target))
        Writes.erase(Of.Where);
      All.insert(Writes.begin(), Writes.end());
    }
  for (NodeId Own : Origin.Owner)
    addWrites(Own, All);
  return All;
}

bool KeptAtExit::isUnseen(OpPlace At) {
  std::optional<bool> &Known = RunsUnseen[At.Block][At.Op];
  if (!Known)
    Known = Unseen.runsAt(G.function(), opAt(G.function(), At));
  return *Known;
}

/// Whether the value has come from where it must, on some path to the operation.
bool KeptAtExit::comes(NodeId Source, NodeId Address, OpPlace At) {
  FactId F = P.find(Source, Address);
  while (F != None) {
    const PointsTo::Fact &Step = P.facts()[F];
    if (Step.Sure != Lane::Known)
      return false;
    if (!isValue(P.object(Step.At)))
      return holds(Step.At, Step.Target, At);
    if (Step.From == None)
      return Origin.Kind == AddressOrigin::From::Taken;
    F = Step.From;
  }
  return false;
}

bool KeptAtExit::holds(NodeId Cell, NodeId Address, OpPlace At) {
  auto [Known, New] = Held.try_emplace({Cell, Address, At}, false);
  if (!New)
    return Known->second;
  bool Holds = false;
  if (Origin.Owner.contains(Cell)) {
    Holds = borrows(Cell, Address, At);
  } else {
    const Ops &Over = changes(Cell);
    auto Stop = [&](OpPlace Op) { return Over.contains(Op); };
    for (const Put &Of : puts(Cell, Address))
      Holds = Holds || (Walk.reaches(Of.Where, At, Stop) && isMade(Of, Cell, Address));
    Holds |= Origin.Kind == AddressOrigin::From::Given && isGiven(Cell, Address, At);
  }
  Held[{Cell, Address, At}] = Holds;
  return Holds;
}

/// Whether the cell may still hold what it held at the beginning.
bool KeptAtExit::isGiven(NodeId Cell, NodeId Address, OpPlace At) {
  const PointsTo::Fact &F = P.facts()[P.find(Cell, Address)];
  if (F.From != None || F.Reason != None)
    return false;
  const Ops &Over = changes(Cell);
  return At == OpPlace{0, 0} ||
         (!Over.contains({0, 0}) &&
          Walk.reaches({0, 0}, At, [&](OpPlace Op) { return Over.contains(Op); }));
}

/// Whether the owner may hold the address where the operation reads it, and is left with it.
bool KeptAtExit::borrows(NodeId Cell, NodeId Address, OpPlace At) {
  Ops Over;
  for (NodeId Own : Origin.Owner)
    addWrites(Own, Over);
  if (Over.contains(At))
    return false;
  auto Stop = [&](OpPlace Op) { return Over.contains(Op) || (Origin.Reached && isUnseen(Op)); };
  if (!Walk.reachesExit(At, /*After=*/true, Stop))
    return false;
  const Ops &Changed = changes(Cell);
  auto Overwritten = [&](OpPlace Op) { return Changed.contains(Op); };
  for (const Put &Of : puts(Cell, Address))
    if (Walk.reaches(Of.Where, At, Overwritten))
      return true;
  return isGiven(Cell, Address, At);
}

/// Whether the write surely is one: what a callee does it has not undone when it returns.
bool KeptAtExit::isMade(const Put &Of, NodeId Cell, NodeId Address) {
  if (!comes(Of.Source, Address, Of.Where))
    return false;
  const ir::Op &Op = opAt(G.function(), Of.Where);
  if (Op.Kind != ir::OpKind::Call && Op.Kind != ir::OpKind::Delete)
    return true;
  const ReasonId Why = P.facts()[P.find(Cell, Address)].Reason;
  if (Why == None || G.reason(Why).Where != Of.Where)
    return false;
  const Effect *E = G.reason(Why).Of;
  if (!E || E->Why.Usr.empty()) // the result is stored; or a model says it
    return true;
  const bool Direct = Op.Callee && G.function().Symbols[Op.Callee - 1].Usr == E->Why.Usr;
  if (!Direct && !(Op.Detail & ir::ThroughValue))
    return false;
  // What a parameter of the callee owns is told where the callee is.
  if (Origin.Kind == AddressOrigin::From::Owned && E->From.Kind == SlotKind::Argument &&
      isByValue(E->From) && isInOwner(P, Of.Source))
    return false;
  return keptByCallee(*E);
}

bool KeptAtExit::keptByCallee(const Effect &E) {
  if (E.To.Kind == SlotKind::Result)
    return true;
  const ir::Function *Body = G.callees().body(E.Why.Usr).first;
  if (!Body || Depth >= MaxDepthOfCalls)
    return false;
  const EscapeGraph Callee = EscapeGraph::atLevel(*Body, G.callees(), 0);
  if (Callee.points().overflown())
    return false;
  KeptAtExit Inner(Callee, Unseen, Depth + 1);
  Inner.ask({AddressOrigin::From::Given});
  const PointsTo &In = Callee.points();
  for (FactId F = 0; F < In.facts().size(); ++F) {
    const PointsTo::Fact &Fact = In.facts()[F];
    if (Fact.Sure == Lane::Known && outlives(Callee, Fact.At) && Callee.slotOf(Fact.At) == E.To &&
        sourceSlot(Callee, Fact.Target) == E.From && Inner.keeps(F))
      return true;
  }
  return false;
}

/// Whether some path leads from the write to the end on which nothing may undo it. A loop that
/// would, if it has a turn, has one; a write under a condition may be undone under the same.
bool KeptAtExit::staysUntilExit(const Put &Of, NodeId Cell) {
  const PointsTo::Object &O = P.object(Cell);
  const ir::Function &F = G.function();
  if (O.Kind == ObjectKind::Thrown) { // past all handlers
    const std::vector<ir::Edge> &Edges = F.Blocks[Of.Where.Block].Edges;
    return std::none_of(Edges.begin(), Edges.end(), [](const ir::Edge &E) { return E.Thrown; });
  }
  const Ops Over = losses(Cell);
  const bool Private =
      O.Kind == ObjectKind::Result || (isOnHeap(O) && !P.holds(P.unknown(), O.Root));
  const bool Runs = !Private || Origin.Reached;
  auto Stops = [&](OpPlace At) { return Over.contains(At) || (Runs && isUnseen(At)); };
  std::vector<bool> Heads(F.Blocks.size());
  for (std::uint32_t L = 0; L < Loops.All.size(); ++L)
    if (!Loops.contains(L, Of.Where.Block))
      for (std::uint32_t B : Loops.All[L].Blocks)
        for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
          if (Stops({B, I}))
            Heads[Loops.All[L].Head] = true;
  auto Never = [&](const ir::Edge &E) { return bool(Heads[E.Target]); };
  if (!Walk.reachesExit(Of.Where, /*After=*/true, std::ref(Stops), Never))
    return false;
  bool Undone = false;
  auto Look = [&](OpPlace At) {
    Undone |= At != Of.Where && Stops(At);
    return false;
  };
  Walk.reaches(Of.Where, {None, 0}, std::ref(Look));
  return !Undone ||
         !Walk.reachesExit({0, 0}, /*After=*/false, [&](OpPlace At) { return At == Of.Where; });
}

/// Whether the edge is taken only where a parameter is null that is given the address.
bool KeptAtExit::isNullGuard(const ir::Edge &E, NodeId Address) const {
  const ir::Value *Null = nullOn(G.function(), E);
  const auto Variable = Null ? plainVariable(G.function(), *Null) : std::nullopt;
  return Variable && G.isParameter(*Variable) && P.holds(G.variables()[*Variable], Address);
}

/// Whether each way through the function does the write, and with the address: what a callee does
/// only at times may hang on what its caller knows better (a flag that says to copy).
bool KeptAtExit::isCertain(const Put &Of, NodeId Address) const {
  auto Does = [&](OpPlace At) { return At == Of.Where; };
  auto Never = [&](const ir::Edge &E) { return isNullGuard(E, Address); };
  if (Walk.reachesExit({0, 0}, /*After=*/false, Does, Never))
    return false;
  Ops Taken;
  for (std::uint32_t Index : G.writesTo(Of.Source))
    Taken.insert(G.writes()[Index].Where);
  Taken.erase(Of.Where);
  return std::none_of(G.writesTo(Of.Source).begin(), G.writesTo(Of.Source).end(),
                      [&](std::uint32_t Index) {
                        const CellWrite &W = G.writes()[Index];
                        const bool Other = W.From == None || !P.holds(W.From, Address);
                        return Other && Walk.reaches(W.Where, Of.Where, [&](OpPlace At) {
                          return At != W.Where && Taken.contains(At);
                        });
                      });
}

bool KeptAtExit::keeps(FactId F) {
  const auto [Cell, Address, Reason, From, Sure] = P.facts()[F];
  if (Sure != Lane::Known || P.isMany(Cell))
    return false;
  for (const Put &Of : puts(Cell, Address)) {
    const std::vector<NodeId> Cells = G.cellsOf(Of.To);
    const bool Sole = std::all_of(Cells.begin(), Cells.end(), [this](NodeId Other) {
      return outlives(G, Other) || isOnHeap(P.object(Other));
    });
    if (Sole && isMade(Of, Cell, Address) && staysUntilExit(Of, Cell) &&
        (Depth == 0 || isCertain(Of, Address)))
      return true;
  }
  return false;
}

} // namespace memlint
