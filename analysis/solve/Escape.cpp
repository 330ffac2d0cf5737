#include "analysis/solve/Escape.h"

#include "analysis/ir/Loops.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/CellText.h"
#include "analysis/solve/EffectText.h"
#include "analysis/solve/FlowPath.h"
#include "analysis/solve/HeldAtExit.h"
#include "analysis/solve/ObjectEnds.h"
#include "analysis/solve/SinkSearch.h"

#include <algorithm>
#include <tuple>

namespace memlint {
namespace {

class Judge {
public:
  Judge(const EscapeGraph &G, const Callees &Known)
      : G(G), P(G.points()), F(G.function()), Known(Known), Walk(F, Known), Loops(ir::loopsOf(F)),
        Sinks(G) {}

  std::optional<Verdict> ofLocal(std::uint32_t Variable) const;
  Verdict ofAllocation(const Allocation &A) const;

private:
  void addSinks(Verdict &V, NodeId Object, bool Local) const;
  void addTurn(Verdict &V, const ObjectLife &Life) const;
  void describe(Verdict &V, const Allocation &A) const;
  bool isUnseen(NodeId Cell) const { return P.object(Cell).Kind == ObjectKind::Unknown; }
  bool isInUnseenHands(NodeId Cell) const;
  bool isOnlyLent(const Verdict &V, NodeId Object, const ObjectLife &Life) const;
  bool heldByName(NodeId Object) const;
  ir::Place loopPlace(std::uint32_t Loop) const;

  const EscapeGraph &G;
  const PointsTo &P;
  const ir::Function &F;
  const Callees &Known;
  FlowWalk Walk;
  ir::Loops Loops;
  SinkSearch Sinks;
};

void Judge::addSinks(Verdict &V, NodeId Object, bool Local) const {
  for (const SinkReach &R : Sinks.of(P.objectOf(Object))) {
    const PointsTo::Fact &Last = P.facts()[R.Hops.back()];
    EscapeSink S;
    S.Sure = R.Sure;
    S.Where = G.slotOf(Last.At);
    S.Text = textOf(G, Last.At);
    S.Borrowed = Local || isBorrowed(G, R.Hops.front());
    S.Held = heldAtExit(G, Walk, R.Hops.back());
    S.Path = flowPath(G, Known, R.Hops);
    V.Sinks.push_back(std::move(S));
  }
  if (P.overflown() && (V.Sinks.empty() || V.Sinks[0].Sure != Lane::Known))
    V.Sinks.push_back({Lane::Assumed, {}, "a function too big to follow", Local, true, {}});
  if (!V.Sinks.empty())
    V.Result = V.Sinks[0].Sure == Lane::Known ? EscapeResult::Escapes : EscapeResult::MayEscape;
}

void Judge::addTurn(Verdict &V, const ObjectLife &Life) const {
  const std::uint32_t In = Loops.Innermost[V.At.Block];
  if (!In)
    return;
  V.InLoop = true;
  V.LoopAt = loopPlace(In - 1);
  const std::vector<FactId> Hops = Life.outlivesTurn();
  if (Hops.empty())
    return;
  V.TurnPath = flowPath(G, Known, Hops);
  const bool Sure = std::all_of(Hops.begin(), Hops.end(),
                                [this](FactId Hop) { return P.facts()[Hop].Sure == Lane::Known; });
  if (Sure && V.Result == EscapeResult::Stays)
    V.Result = EscapeResult::OutlivesTurn;
}

/// Where the first operation of the loop stands that stands anywhere.
ir::Place Judge::loopPlace(std::uint32_t Loop) const {
  std::vector<std::uint32_t> Blocks = Loops.All[Loop].Blocks;
  Blocks.insert(Blocks.begin(), Loops.All[Loop].Head);
  for (std::uint32_t B : Blocks) {
    for (const ir::Op &Op : F.Blocks[B].Ops)
      if (Op.Where.Line)
        return Op.Where;
    for (const ir::Edge &E : F.Blocks[B].Edges)
      if (E.Condition && F.Conditions[E.Condition - 1].Where.Line)
        return F.Conditions[E.Condition - 1].Where;
  }
  return {};
}

bool Judge::heldByName(NodeId Object) const {
  const std::vector<FactId> &On = G.factsOn(P.objectOf(Object));
  return std::any_of(On.begin(), On.end(), [this](FactId Id) {
    return P.object(P.facts()[Id].At).Kind != ObjectKind::Temporary;
  });
}

/// Whether the reason hands on addresses alone, and nothing that an owner owns.
bool takesNoOwner(const FlowReason &R) {
  auto IsOwned = [](const SlotStep &S) { return S.Kind == ir::StepKind::Field && S.Name == "own"; };
  return !R.Of || (R.Of->Kind == EffectKind::Copy &&
                   std::none_of(R.Of->From.Steps.begin(), R.Of->From.Steps.end(), IsOwned));
}

/// Whether code that is not seen has the address of some place in the object of the cell.
bool Judge::isInUnseenHands(NodeId Cell) const {
  const std::vector<FactId> &On = G.factsOn(P.objectOf(Cell));
  return std::any_of(On.begin(), On.end(),
                     [this](FactId Id) { return isUnseen(P.facts()[Id].At); });
}

/// Whether it is the memory of an owner that is a local variable, which ends it whatever happens,
/// and code that is not seen has its address alone: from the owner it could take it away.
bool Judge::isOnlyLent(const Verdict &V, NodeId Object, const ObjectLife &Life) const {
  if (V.Result != EscapeResult::MayEscape || V.Site || P.overflown() || !Life.endsOrGrows())
    return false;
  auto IsSafe = [this](NodeId Cell) {
    return Cell != None && P.parent(Cell) != None && P.fieldOf(Cell) == OwnField &&
           P.object(Cell).Kind == ObjectKind::Variable && !isInUnseenHands(Cell);
  };
  auto IsTaken = [this](FactId Id) {
    const PointsTo::Fact &Fact = P.facts()[Id];
    return isUnseen(Fact.At) && (Fact.Reason == None || !takesNoOwner(G.reason(Fact.Reason)));
  };
  auto IsShared = [](const ObjectEnd &E) {
    return E.Who != ObjectEnd::By::Model || E.Kind == EffectKind::Share || E.Family == "any";
  };
  const std::vector<NodeId> Cells = Life.endCells();
  const std::vector<FactId> &On = G.factsOn(P.objectOf(Object));
  return !Cells.empty() && std::all_of(Cells.begin(), Cells.end(), IsSafe) &&
         std::none_of(On.begin(), On.end(), IsTaken) &&
         std::none_of(V.Ends.begin(), V.Ends.end(), IsShared) &&
         std::all_of(V.Sinks.begin(), V.Sinks.end(),
                     [](const EscapeSink &S) { return S.Where.Kind == SlotKind::Unknown; });
}

std::optional<Verdict> Judge::ofLocal(std::uint32_t Variable) const {
  const ir::Variable &Var = F.Variables[Variable];
  const NodeId Object = G.variables()[Variable];
  if (Var.Kind == ir::VariableKind::Static || !heldByName(Object))
    return std::nullopt;
  Verdict V;
  V.Variable = Variable;
  V.Where = Var.Where;
  V.Type = Var.Type + 1;
  V.Bytes = F.Types[Var.Type].Size;
  V.EndsAlways = true;
  addSinks(V, Object, /*Local=*/true);
  if (std::optional<OpPlace> Begin = G.beginOf(Variable)) {
    V.At = *Begin;
    addTurn(V, ObjectLife(G, Walk, Loops, Object, *Begin));
  }
  return V;
}

void Judge::describe(Verdict &V, const Allocation &A) const {
  const FlowReason &R = G.reason(A.Why);
  const ir::Op &Op = opAt(F, R.Where);
  V.At = R.Where;
  V.Where = Op.Where;
  if (A.Site) {
    V.Site = static_cast<std::uint32_t>(A.Site - F.Sites.data());
    V.Family = A.Site->Form == ir::SiteForm::NewArray ? "new[]" : "new";
    V.Type = A.Site->Type + 1;
    V.Count = A.Site->Count;
    V.Bytes = A.Site->Form == ir::SiteForm::New ? F.Types[A.Site->Type].Size
                                                : F.Types[A.Site->Type].Size * V.Count;
    return;
  }
  V.Callee = R.Callee ? R.Callee->Name : "";
  V.Family = R.Of->From.Word;
  if (const ir::Type *T = elementType(G.function(), Op)) {
    V.Type = static_cast<std::uint32_t>(T - F.Types.data()) + 1;
    V.Bytes = T->Size;
  }
}

Verdict Judge::ofAllocation(const Allocation &A) const {
  Verdict V;
  describe(V, A);
  const ObjectLife Life(G, Walk, Loops, A.Root, V.At);
  V.Ends = Life.ends();
  addSinks(V, A.Root, /*Local=*/false);
  addTurn(V, Life);
  V.EndsAlways = Life.endsAlways();
  V.Stack = stackFit(G, Walk, Loops, V, A.Root);
  if (isOnlyLent(V, A.Root, Life))
    V.Result = EscapeResult::Lent;
  return V;
}

/// Whether the cell may be an owner's that is known: what is read from the parameter of a function
/// that may be an inserter, as any output iterator may, is none.
bool isOwners(const EscapeGraph &G, NodeId Cell) {
  const PointsTo &P = G.points();
  const PointsTo::Object O = P.object(Cell);
  const bool Read = O.Kind == ObjectKind::Pointee && P.parent(O.Index) != None;
  return P.objectOf(Cell) != P.objectOf(P.unknown()) &&
         !(Read && G.fieldName(P.fieldOf(O.Index)) == InserterField);
}

/// Callees have verdicts of their own. What a model says may be made is made only for an owner.
bool hasVerdict(const EscapeGraph &G, const Allocation &A) {
  if (A.Site)
    return true;
  const Effect &Of = *G.reason(A.Why).Of;
  if (!Of.Why.Usr.empty() || Of.Sure == Lane::Known)
    return Of.Why.Usr.empty();
  const std::vector<NodeId> Cells = G.cellsOf(A.For);
  return std::any_of(Cells.begin(), Cells.end(), [&](NodeId Cell) { return isOwners(G, Cell); });
}

std::vector<Verdict> verdicts(const EscapeGraph &G, const Callees &Known, std::size_t Function) {
  const Judge J(G, Known);
  std::vector<Verdict> All;
  for (std::uint32_t V = 0; V < G.variables().size(); ++V)
    if (std::optional<Verdict> Of = J.ofLocal(V))
      All.push_back(std::move(*Of));
  for (const Allocation &A : G.allocations())
    if (hasVerdict(G, A))
      All.push_back(J.ofAllocation(A));
  for (Verdict &V : All)
    V.Function = Function;
  std::sort(All.begin(), All.end(), [](const Verdict &A, const Verdict &B) {
    if (A.Where != B.Where)
      return A.Where < B.Where;
    return A.Variable.has_value() != B.Variable.has_value() ? A.Variable.has_value() : A < B;
  });
  return All;
}

bool isSameObject(const Verdict &A, const Verdict &B) {
  return std::tie(A.Variable, A.At, A.Site, A.Callee, A.Family) ==
         std::tie(B.Variable, B.At, B.Site, B.Callee, B.Family);
}

/// Graphs that tell more cells apart know better where an object goes, though they were given up.
void takeFinerSinks(std::vector<Verdict> &All, const EscapeGraph &G, const Callees &Known) {
  std::vector<bool> Taken(All.size());
  for (std::size_t Level = 0; Level < G.level(); ++Level)
    for (Verdict &Finer :
         verdicts(EscapeGraph::atLevel(G.function(), Known, Level), Known, All[0].Function)) {
      if (Finer.Result != EscapeResult::Escapes)
        continue;
      const auto [Begin, End] =
          std::equal_range(All.begin(), All.end(), Finer,
                           [](const Verdict &A, const Verdict &B) { return A.Where < B.Where; });
      for (auto At = Begin; At != End; ++At) {
        const auto Index = static_cast<std::size_t>(At - All.begin());
        if (Taken[Index] || !isSameObject(*At, Finer))
          continue;
        Taken[Index] = true;
        At->Result = Finer.Result;
        At->Sinks = std::move(Finer.Sinks);
        break;
      }
    }
}

} // namespace

std::vector<Verdict> escapesOf(const EscapeGraph &G, const Callees &Known, std::size_t Function) {
  std::vector<Verdict> All = verdicts(G, Known, Function);
  if (!All.empty())
    takeFinerSinks(All, G, Known);
  return All;
}

} // namespace memlint
