#include "analysis/solve/SummaryOf.h"

#include "analysis/solve/EffectSet.h"
#include "analysis/solve/HeldAtExit.h"

#include <algorithm>
#include <optional>
#include <set>

namespace memlint {
namespace {

/// Effects that are made before fewer places are told apart. A function with more counts as
/// unknown.
constexpr std::size_t MaxMade = 16 * MaxEffects;

/// Of a place in an object that the function makes.
constexpr std::size_t MaxSlotSteps = 7;

class Reader {
public:
  Reader(const EscapeGraph &G, const FlowWalk &Walk)
      : G(G), Walk(Walk), Arrival(G, Walk), P(G.points()), Names(P.objects().size()) {}

  std::vector<Effect> effects();

private:
  struct Name {
    Slot Of; // whose contents are the object's address
    Lane Sure = Lane::Known;
    bool Known = false;
  };
  bool visible(const PointsTo::Object &O) const;
  bool isShuffle(NodeId Cell, NodeId Target) const;
  void readObject(std::uint32_t Object);
  void readCell(NodeId Cell);
  void readEvents();
  bool isElsewhere(const CellEvent &E, NodeId Object) const;
  bool isUntold(const CellWrite &W, NodeId To) const;
  void readNulls();
  Slot slotOf(NodeId Cell) const;
  EffectKind copyKind(FactId Id) const;
  std::optional<Slot> sourceOf(const PointsTo::Fact &F, const Slot &To, Lane Sure);
  Witness witness(ReasonId Why) const;
  Witness witnessOfFact(FactId F) const;

  const EscapeGraph &G;
  const FlowWalk &Walk;
  const InTime Arrival;
  const PointsTo &P;
  std::vector<Name> Names;
  std::vector<std::uint32_t> Queue;
  EffectSet Made;
};

void addStep(Slot &S, SlotStep Step) {
  if (endsBelow(S))
    return;
  if (S.Steps.size() >= MaxSlotSteps)
    Step = {ir::StepKind::Below, ""};
  S.Steps.push_back(std::move(Step));
}

bool Reader::visible(const PointsTo::Object &O) const {
  switch (O.Kind) {
  case ObjectKind::Variable:
    return O.Outside && !G.isParameter(O.Index);
  case ObjectKind::Temporary:
  case ObjectKind::Site:
  case ObjectKind::Fresh:
    return false;
  default:
    return true;
  }
}

std::vector<Effect> Reader::effects() {
  const std::uint32_t Unknown = P.objectOf(P.unknown());
  for (std::uint32_t O = 0; O < P.objects().size(); ++O)
    if (O != Unknown && visible(P.objects()[O]))
      readObject(O);
  std::size_t Next = 0;
  for (; Next < Queue.size(); ++Next)
    readObject(Queue[Next]);
  readObject(Unknown); // the last place by which a caller knows an object
  for (; Next < Queue.size(); ++Next)
    readObject(Queue[Next]);
  readEvents();
  readNulls();
  return Made.effects();
}

void Reader::readObject(std::uint32_t Object) {
  std::vector<NodeId> Cells{P.objects()[Object].Root};
  for (std::size_t I = 0; I < Cells.size(); ++I) {
    readCell(Cells[I]);
    for (NodeId Child : P.children(Cells[I]))
      if (P.fieldOf(Child) != BodyField)
        Cells.push_back(Child);
  }
}

/// Whether both are of memory that outlives all callers: see addCopy.
bool Reader::isShuffle(NodeId Cell, NodeId Target) const {
  auto IsSink = [this](NodeId N) {
    const PointsTo::Object *O = &P.object(N);
    while (O->Kind == ObjectKind::Pointee)
      O = &P.object(O->Index);
    return O->Kind == ObjectKind::Global || O->Kind == ObjectKind::Unknown;
  };
  return IsSink(Cell) && IsSink(Target);
}

Slot Reader::slotOf(NodeId Cell) const {
  const PointsTo::Object &O = P.object(Cell);
  const bool Local = O.Kind == ObjectKind::Variable && Names[P.objectOf(Cell)].Known;
  if (O.Kind != ObjectKind::Site && O.Kind != ObjectKind::Fresh && !Local)
    return G.slotOf(Cell);
  std::vector<NodeId> Chain;
  for (; P.parent(Cell) != None; Cell = P.parent(Cell))
    Chain.push_back(Cell);
  Slot S = Names[P.objectOf(Cell)].Of;
  addStep(S, {ir::StepKind::Deref, ""});
  for (auto At = Chain.rbegin(); At != Chain.rend(); ++At)
    addStep(S, {ir::StepKind::Field, G.fieldName(P.fieldOf(*At))});
  return S;
}

void Reader::readCell(NodeId Cell) {
  if (P.factsAt(Cell).empty() || Made.size() >= MaxMade)
    return;
  const Slot To = slotOf(Cell);
  const Lane Seen = Names[P.objectOf(Cell)].Sure;
  for (FactId Id : P.factsAt(Cell)) {
    if (Made.size() >= MaxMade)
      return;
    const PointsTo::Fact &F = P.facts()[Id];
    const Lane Sure = std::max(F.Sure, Seen);
    if (F.Reason == None && F.From == None)
      continue; // what was there before
    if (F.Reason == None && F.Target == P.unknown())
      continue; // callers conclude the same from what unseen code gets
    if (isShuffle(Cell, F.Target) || !Arrival.came(Id))
      continue;
    std::optional<Slot> From = sourceOf(F, To, Sure);
    if (!From)
      continue;
    for (Slot &Others : G.slotsBeyond(Cell))
      Made.addCopy(EffectKind::Copy, std::move(Others), *From, Sure, witnessOfFact(Id));
    for (Slot &Others : G.slotsBeyond(F.Target))
      Made.addCopy(EffectKind::Copy, To, std::move(Others), Sure, witnessOfFact(Id));
    Made.addCopy(copyKind(Id), To, std::move(*From), Sure, witnessOfFact(Id));
  }
}

/// Whether the cell is a parameter that is a pointer, and no object.
bool isPointer(const EscapeGraph &G, NodeId Cell) {
  const PointsTo::Object &O = G.points().object(Cell);
  if (O.Kind != ObjectKind::Variable || G.points().parent(Cell) != None)
    return false;
  const ir::Function &F = G.function();
  return F.Types[F.Variables[O.Index].Type].Flags & (ir::PointerType | ir::ReferenceType);
}

/// What a cell of the caller holds may be an object; a copy on the way takes no more of it than
/// its class copies.
EffectKind Reader::copyKind(FactId Id) const {
  constexpr int MostSteps = 32;
  const NodeId Target = P.facts()[Id].Target;
  if (P.object(Target).Kind != ObjectKind::Pointee || P.parent(Target) != None ||
      isPointer(G, P.object(Target).Index))
    return EffectKind::Copy;
  for (int Step = 0; Id != None && Step < MostSteps; Id = P.facts()[Id].From, ++Step)
    if (const ReasonId Why = P.facts()[Id].Reason; Why != None)
      if (const Effect *Of = G.reason(Why).Of; Of && Of->Kind == EffectKind::CopyObject)
        return EffectKind::CopyObject;
  return EffectKind::Copy;
}

std::optional<Slot> Reader::sourceOf(const PointsTo::Fact &F, const Slot &To, Lane Sure) {
  const PointsTo::Object &O = P.object(F.Target);
  switch (O.Kind) {
  case ObjectKind::Pointee:
    return slotOfPointee(G, F.Target);
  case ObjectKind::Global:
  case ObjectKind::Unknown: {
    Slot S = G.slotOf(F.Target);
    S.Address = O.Kind == ObjectKind::Global && !P.isBelow(F.Target);
    if (O.Kind == ObjectKind::Unknown && To.Kind == SlotKind::Unknown)
      return std::nullopt;
    return S;
  }
  case ObjectKind::Variable: {
    Slot S = G.slotOf(F.Target);
    S.Address = true;
    if (O.Outside && !G.isParameter(O.Index))
      return S;
    // What a variable holds goes to code that is not seen with its address.
    if (To.Kind != SlotKind::Unknown)
      return std::nullopt;
    S.Address = false;
    if (G.isParameter(O.Index))
      return S;
    if (Name &N = Names[P.objectOf(F.Target)]; !N.Known) {
      N = {Slot(), Sure, true};
      Queue.push_back(P.objectOf(F.Target));
    }
    return std::nullopt;
  }
  case ObjectKind::Site:
  case ObjectKind::Fresh: {
    Name &N = Names[P.objectOf(F.Target)];
    if (N.Known)
      return N.Of == To ? std::nullopt : std::optional(N.Of);
    N = {To, Sure, true};
    Queue.push_back(P.objectOf(F.Target));
    const Allocation &A = G.allocations()[O.Index];
    Slot S;
    S.Kind = SlotKind::Fresh;
    S.Word = !A.Site                                  ? G.reason(A.Why).Of->From.Word
             : A.Site->Form == ir::SiteForm::NewArray ? "new[]"
                                                      : "new";
    return S;
  }
  default:
    return std::nullopt;
  }
}

void Reader::readEvents() {
  for (const CellEvent &E : G.events())
    for (FactId Id : P.factsAt(E.Holder)) {
      if (Made.size() >= 2 * MaxMade)
        return;
      const PointsTo::Fact &F = P.facts()[Id];
      const PointsTo::Object &O = P.object(F.Target);
      if (O.Kind != ObjectKind::Pointee || (P.parent(F.Target) != None && !P.isBelow(F.Target)))
        continue;
      if (isElsewhere(E, F.Target))
        continue;
      auto Tell = [&](Slot From) {
        if (From.Kind != SlotKind::Global)
          From.Word = E.Family;
        Made.add(E.Kind, {}, std::move(From), std::max(F.Sure, E.Sure), witness(E.Why));
      };
      Tell(G.slotOf(P.isBelow(F.Target) ? F.Target : O.Index));
      for (Slot &Others : G.slotsBeyond(F.Target))
        Tell(std::move(Others));
    }
}

/// Whether the cell of the event surely holds something else then: a parameter that was moved from
/// is destroyed; what is assigned does not end before it.
bool Reader::isElsewhere(const CellEvent &E, NodeId Object) const {
  const std::vector<NodeId> Cells = G.cellsOf(E.Of);
  const FactId F = Cells.size() == 1 ? P.find(Cells[0], Object) : None;
  if (F == None)
    return false;
  const OpPlace Begin{0, 0}, Now = G.reason(E.Why).Where;
  std::set<OpPlace> Written, Emptied;
  for (NodeId At = Cells[0]; At != None; At = P.parent(At))
    for (std::uint32_t Index : G.writesTo(At)) {
      const CellWrite &W = G.writes()[Index];
      Written.insert(W.Where);
      if (W.From == None && !W.To.Weak && G.cellsOf(W.To).size() == 1)
        Emptied.insert(W.Where);
    }
  const bool First = P.facts()[F].Reason == None && P.facts()[F].From == None;
  if (!First) {
    const Effect *By = G.reason(E.Why).Of; // models end what was there before
    return By && By->Why.Usr.empty() && Written == std::set{Now} && !Walk.reaches(Now, Now);
  }
  return !Emptied.empty() && Begin != Now &&
         (Emptied.contains(Begin) ||
          !Walk.reaches(Begin, Now, [&](OpPlace At) { return Emptied.contains(At); }));
}

/// Whether what the write takes is told nowhere: nothing, or what moves between globals.
bool Reader::isUntold(const CellWrite &W, NodeId To) const {
  if (W.From == None)
    return true;
  const std::vector<FactId> &Taken = P.factsAt(W.From);
  return !Taken.empty() && std::all_of(Taken.begin(), Taken.end(), [&](FactId F) {
    return isShuffle(To, P.facts()[F].Target);
  });
}

/// Where a caller's cell is emptied or takes what is told nowhere, what it held may be gone.
void Reader::readNulls() {
  Slot Nothing;
  Nothing.Kind = SlotKind::Null;
  for (const CellWrite &W : G.writes()) {
    if (W.To.Weak)
      continue;
    const std::vector<NodeId> Cells = G.cellsOf(W.To);
    if (Cells.size() != 1 || !visible(P.object(Cells[0])) || !isUntold(W, Cells[0]))
      continue;
    Witness Why;
    Why.Usr = G.function().Symbols[0].Usr;
    Why.Where = spanOf(G.function(), opAt(G.function(), W.Where).Where);
    Made.addCopy(EffectKind::Copy, G.slotOf(Cells[0]), Nothing, Lane::Known, std::move(Why));
  }
}

Witness Reader::witnessOfFact(FactId F) const {
  while (P.facts()[F].Reason == None && P.facts()[F].From != None)
    F = P.facts()[F].From;
  return witness(P.facts()[F].Reason);
}

Witness Reader::witness(ReasonId Why) const {
  Witness W;
  W.Usr = G.function().Symbols[0].Usr;
  if (Why == None)
    return W;
  const FlowReason &R = G.reason(Why);
  W.Where = spanOf(G.function(), opAt(G.function(), R.Where).Where);
  W.Callee = R.Callee ? R.Callee->Usr : "";
  return W;
}

/// Whether the effect ends, renews, shares or empties what a place below a global holds, and that
/// is all: it concerns few callers.
bool isChangeOfGlobal(const Effect &E) {
  if (E.Kind == EffectKind::Copy)
    return E.To.Kind == SlotKind::Global && E.From.Kind == SlotKind::Null;
  return E.From.Kind == SlotKind::Global && E.Kind != EffectKind::Invoke &&
         E.Kind != EffectKind::CopyObject;
}

/// Fewer places are told apart where there are too many effects; what is too much even then is left
/// out.
void fit(Summary &S, std::size_t Level) {
  while (S.Effects.size() > EscapeGraph::maxEffects(Level) && Level + 1 < EscapeGraph::levels())
    S.Effects = coarsened(S.Effects, EscapeGraph::depth(++Level));
  const auto Changes =
      static_cast<std::size_t>(std::count_if(S.Effects.begin(), S.Effects.end(), isChangeOfGlobal));
  S.Known &= S.Effects.size() - Changes <= EscapeGraph::maxEffects(Level) &&
             Changes <= MaxChangesOfGlobals;
  if (S.Known)
    return;
  // What may happen in code that is not seen goes without saying.
  std::erase_if(S.Effects, [](const Effect &E) { return E.Sure == Lane::Assumed; });
  S.Effects.resize(std::min(S.Effects.size(), MaxEffects));
}

bool mayRun(const ir::Op &Op) {
  return Op.Kind == ir::OpKind::Call || Op.Kind == ir::OpKind::Delete;
}

/// What the calls of a function add to its summary, effects aside.
void readCalls(const ir::Function &F, const Callees &Known, Summary &S) {
  S.MayThrow = false;
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops) {
      S.MayThrow |= Op.Kind == ir::OpKind::Throw;
      if (!mayRun(Op) || (Op.Kind == ir::OpKind::Delete && !Op.Callee))
        continue;
      const bool NoThrow = Op.Callee && F.Symbols[Op.Callee - 1].Flags & ir::NoThrow;
      const auto Of = Known.of(F, Op);
      bool Throws = Of.empty();
      for (const Summary *Callee : Of) {
        Throws |= Callee->MayThrow;
        S.Allocates |= Callee->Allocates;
      }
      S.MayThrow |= Throws && !NoThrow;
    }
  S.MayThrow &= !(F.Symbols[0].Flags & ir::NoThrow);
}

} // namespace

Slot slotOfPointee(const EscapeGraph &G, NodeId Target) {
  const PointsTo &P = G.points();
  const bool Whole = P.parent(Target) == None;
  Slot S = G.slotOf(Whole ? P.object(Target).Index : Target);
  S.Address = !Whole && !P.isBelow(Target);
  return S;
}

Summary summaryOf(const EscapeGraph &G, const Callees &Known) {
  const ir::Function &F = G.function();
  Summary S;
  S.Known = !G.points().overflown();
  S.Allocates =
      std::any_of(G.allocations().begin(), G.allocations().end(), [&G](const Allocation &A) {
        return A.Site || G.reason(A.Why).Of->Sure == Lane::Known;
      });
  S.Variadic = G.variadicArgument();
  readCalls(F, Known, S);
  const FlowWalk Walk(F, Known);
  S.NoReturn = !Walk.reachesExit({0, 0});
  S.Effects = Reader(G, Walk).effects();
  S.Known &= S.Effects.size() < MaxMade;
  fit(S, G.level());
  return S;
}

} // namespace memlint
