#include "analysis/solve/EscapeGraph.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <numeric>

namespace memlint {
namespace {

/// What a graph may cost, and a summary of it hold, before fewer cells are told apart. Most
/// functions need little; of those that need more, callers pay for each effect.
struct LevelOfDetail {
  unsigned Depth;                // steps of a slot that is told apart
  std::size_t Steps, StepsPerOp; // that the solver may take: at all, and for each operation
  std::size_t Effects;
};
constexpr LevelOfDetail Detail[] = {
    {9, 2048, 32, 32}, {4, 4096, 64, 48}, {2, 4096, 64, 64}, {1, 32768, 256, 64}};

std::size_t opCount(const ir::Function &F) {
  std::size_t Count = 0;
  for (const ir::Block &B : F.Blocks)
    Count += B.Ops.size();
  return Count;
}

} // namespace

EscapeGraph EscapeGraph::of(const ir::Function &F, const Callees &Known, std::size_t Level) {
  EscapeGraph G = atLevel(F, Known, Level);
  if (G.Points.overflown() && !G.isCoarsest())
    return of(F, Known, Level + 1);
  return G;
}

EscapeGraph::EscapeGraph(const ir::Function &F, const Callees &Known, std::size_t Level)
    : F(F), Known(Known), Level(Level), Points(Detail[Level].Depth) {
  FieldNames = {"~", "()", "own"};
  FieldIndex = {{"own", OwnField}};
  Points.setBudget(Detail[Level].Steps + Detail[Level].StepsPerOp * opCount(F));
  Result = Points.addObject(ObjectKind::Result, 0);
  Thread = Points.addObject(ObjectKind::Thread, 0, false, /*Flat=*/true);
  Thrown = Points.addObject(ObjectKind::Thrown, 0, false, /*Flat=*/true);
  Begins.resize(F.Variables.size());
  addVariables();
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      addOp({B, I});
  solve();
}

unsigned EscapeGraph::depth(std::size_t Level) { return Detail[Level].Depth; }

std::size_t EscapeGraph::maxEffects(std::size_t Level) { return Detail[Level].Effects; }

std::size_t EscapeGraph::levels() { return std::size(Detail); }

bool EscapeGraph::isCoarsest() const { return Level + 1 == levels(); }

void EscapeGraph::addVariables() {
  for (std::uint32_t V = 0; V < F.Variables.size(); ++V) {
    const ir::Variable &Var = F.Variables[V];
    const ir::Type *T = Var.Type < F.Types.size() ? &F.Types[Var.Type] : nullptr;
    const bool Holds = !T || !(T->Flags & ir::IntegerType);
    const bool Outside = isParameter(V) || Var.Kind == ir::VariableKind::Static;
    Variables.push_back(Points.addObject(ObjectKind::Variable, V, Outside && Holds));
    if (T && T->CallOperator) {
      const ir::Symbol &Body = F.Symbols[T->CallOperator - 1];
      Points.addAddress(Points.child(Variables[V], BodyField), global(Body.Usr, &Body), None);
    }
  }
}

void EscapeGraph::solve() {
  auto Visit = [this](PointsTo::Use Kind, std::uint32_t Other, NodeId Address) {
    onAddress(Kind, Other, Address);
  };
  Points.solve(Visit);
  Points.beginAssumed();
  letUnknownWrite();
  for (std::uint32_t C = 0; C < Calls.size(); ++C)
    if (!Calls[C].Resolved)
      callUnknown(C);
  for (std::size_t I = 0; I < Invocations.size(); ++I)
    if (const Invocation Unseen = Invocations[I]; !Unseen.Found) {
      leak(Unseen.What, Unseen.Why);
      for (NodeId Argument : Unseen.Others)
        leak(Argument, Unseen.Why);
    }
  // What they do may add others.
  for (std::size_t I = 0; I < Assumptions.size(); ++I) {
    auto Then = std::move(Assumptions[I]);
    Then();
  }
  Points.solve(Visit);
  Assumptions.clear(); // they know this graph, which may be moved
  addIndices();
}

/// Unseen code may put anything into what it was given: out-parameters, fields, globals.
void EscapeGraph::letUnknownWrite() {
  const NodeId Anything =
      Points.addObject(ObjectKind::Temporary, 0, /*Outside=*/false, /*Flat=*/true);
  Points.addAddress(Anything, Points.unknown(), None);
  Points.addUse(PointsTo::Use::Store, Points.unknown(), {}, Anything, None);
}

void EscapeGraph::addIndices() {
  std::vector<std::size_t> Order(Writes.size());
  std::iota(Order.begin(), Order.end(), 0);
  std::sort(Order.begin(), Order.end(), [this](std::size_t A, std::size_t B) {
    return Writes[A].Where != Writes[B].Where ? Writes[A].Where < Writes[B].Where : A < B;
  });
  std::vector<CellWrite> Sorted;
  Sorted.reserve(Order.size());
  for (std::size_t W : Order)
    Sorted.push_back(std::move(Writes[W]));
  Writes = std::move(Sorted);
  for (std::uint32_t W = 0; W < Writes.size(); ++W)
    for (NodeId Cell : cellsOf(Writes[W].To)) {
      WritesTo[Cell].push_back(W);
      Writes[W].To.Weak |= Points.isMany(Cell);
    }
  OnObject.resize(Points.objects().size());
  for (FactId Id = 0; Id < Points.facts().size(); ++Id)
    OnObject[Points.objectOf(Points.facts()[Id].Target)].push_back(Id);
}

bool EscapeGraph::makesObjects() const {
  for (std::uint32_t V = 0; V < Variables.size(); ++V)
    if (F.Variables[V].Kind != ir::VariableKind::Static &&
        !OnObject[Points.objectOf(Variables[V])].empty())
      return true;
  return !Allocations.empty();
}

bool EscapeGraph::isParameter(std::uint32_t V) const { return isGiven(F.Variables[V]); }

const ir::Type *EscapeGraph::madeType(const ir::Op &Op) {
  if (const ir::Type *Known = elementType(F, Op))
    return Known;
  const std::string *Class = Op.Callee ? madeBy(F.Symbols[Op.Callee - 1]) : nullptr;
  if (!Class)
    return nullptr;
  ir::Type &Made = MadeTypes[*Class];
  Made.Name = Made.Template = *Class;
  return &Made;
}

/// What holds no pointers, whatever is copied into it; casts of pointers are lost where they are.
bool EscapeGraph::takesNumbers(const ir::Path &P) const {
  return typeFlags(F, P) & ir::IntegerType;
}

std::uint32_t EscapeGraph::argumentIndex(std::uint32_t Variable) const {
  const bool Method = hasThis(F);
  return Method ? Variable : Variable + 1;
}

std::uint32_t EscapeGraph::variadicArgument() const {
  std::uint32_t Last = 0;
  while (Last < F.Variables.size() && isParameter(Last))
    ++Last;
  return F.Symbols[0].Flags & ir::Variadic && Last != 0 ? argumentIndex(Last - 1) : 0;
}

void EscapeGraph::addOp(OpPlace Where) {
  const ir::Op &Op = F.Blocks[Where.Block].Ops[Where.Op];
  switch (Op.Kind) {
  case ir::OpKind::Begin:
    if (const ir::Path &P = F.Paths[Op.To - 1]; P.Base == ir::BaseKind::Variable)
      Begins[P.Index] = Where;
    return;
  case ir::OpKind::End:
    return;
  case ir::OpKind::Copy:
    if (takesNumbers(F.Paths[Op.To - 1]))
      return copyValue({ir::ValueKind::Opaque, 0}, pathOf(F.Paths[Op.To - 1]), because(Where));
    return copyValue(Op.Values[0], pathOf(F.Paths[Op.To - 1]), because(Where));
  case ir::OpKind::Call:
    return addCall(Where, Op);
  case ir::OpKind::Delete: {
    const ReasonId Why = because(Where);
    if (static_cast<ir::DeleteForm>(Op.Detail) != ir::DeleteForm::Destroy) {
      const bool Array = static_cast<ir::DeleteForm>(Op.Detail) == ir::DeleteForm::Array;
      const CellPlace Of = placeOfValue(Op.Values[0], Why);
      const NodeId Holder = held(Of, Why);
      Points.read(Holder);
      Events.push_back({EffectKind::Release, Of, Holder, Why, Array ? "new[]" : "new"});
    }
    if (Op.Callee)
      addCall(Where, Op);
    return;
  }
  case ir::OpKind::Throw:
    for (const ir::Value &V : Op.Values)
      copyValue(V, {Thrown}, because(Where));
    return;
  case ir::OpKind::Lose:
    for (const ir::Value &V : Op.Values) {
      const ReasonId Why = because(Where);
      leak(heldValue(V, Why), Why);
    }
    return;
  }
}

void EscapeGraph::addCall(OpPlace Where, const ir::Op &Op) {
  CallSite C;
  C.Where = Where;
  C.Callee = Op.Callee ? &F.Symbols[Op.Callee - 1] : nullptr;
  C.HasThis = C.Callee && (C.Callee->Flags & ir::HasThis || Op.Kind == ir::OpKind::Delete);
  const bool ThroughValue = Op.Kind == ir::OpKind::Call && Op.Detail & ir::ThroughValue;
  const ReasonId Why = because(Where, nullptr, C.Callee);
  for (std::size_t I = ThroughValue ? 1 : 0; I < Op.Values.size(); ++I)
    C.Arguments.push_back(heldValue(Op.Values[I], Why));
  C.To = temporary();
  if (Op.To)
    store(C.To, pathOf(F.Paths[Op.To - 1]), Why);
  const auto Index = static_cast<std::uint32_t>(Calls.size());
  Calls.push_back(std::move(C));
  if (ThroughValue) {
    const NodeId Function = heldValue(Op.Values[0], Why);
    Events.push_back({EffectKind::Invoke, CellPlace{Function}, Function, Why});
    Points.addUse(PointsTo::Use::Call, Function, {}, Index, Why);
    return;
  }
  for (const Summary *S : Known.of(F, Op))
    callKnown(Index, *S, Calls[Index].Callee);
}

void EscapeGraph::assume(std::function<void()> Then) {
  if (Points.phase() == Lane::Assumed)
    return Then();
  Assumptions.push_back(std::move(Then));
}

void EscapeGraph::leak(NodeId From, ReasonId Why) {
  assume([this, From, Why] { Points.addCopy(From, Points.unknown(), Why); });
}

void EscapeGraph::learnNothing(NodeId To, ReasonId Why) {
  assume([this, To, Why] { Points.addAddress(To, Points.unknown(), Why); });
}

std::uint32_t EscapeGraph::field(std::string_view Name) {
  auto At = FieldIndex.find(Name);
  if (At != FieldIndex.end())
    return At->second;
  FieldNames.emplace_back(Name);
  const auto Index = static_cast<std::uint32_t>(FieldNames.size() - 1);
  FieldIndex.emplace(Name, Index);
  return Index;
}

NodeId EscapeGraph::global(const std::string &Usr, const ir::Symbol *Of) {
  auto [At, New] = GlobalIndex.try_emplace(Usr, static_cast<std::uint32_t>(Globals.size()));
  if (New)
    Globals.push_back({Usr, Of, Points.addObject(ObjectKind::Global, At->second, true)});
  GlobalName &G = Globals[At->second];
  if (!G.Of)
    G.Of = Of;
  return G.Root;
}

NodeId EscapeGraph::temporary() { return Points.addObject(ObjectKind::Temporary, 0); }

NodeId EscapeGraph::allocate(ReasonId Why, const ir::Site *Site) {
  const NodeId Root = Points.addObject(Site ? ObjectKind::Site : ObjectKind::Fresh,
                                       static_cast<std::uint32_t>(Allocations.size()));
  Allocations.push_back({Root, Why, Site});
  return Root;
}

ReasonId EscapeGraph::because(OpPlace Where, const Effect *Of, const ir::Symbol *Callee) {
  Reasons.push_back({Where, Of, Callee});
  return static_cast<ReasonId>(Reasons.size() - 1);
}

NodeId EscapeGraph::baseOf(const ir::Path &P) {
  switch (P.Base) {
  case ir::BaseKind::Variable:
    return Variables[P.Index];
  case ir::BaseKind::Global:
    return global(F.Symbols[P.Index].Usr, &F.Symbols[P.Index]);
  case ir::BaseKind::Result:
    break;
  }
  return Result;
}

CellPlace EscapeGraph::pathOf(const ir::Path &P) {
  CellPlace T{baseOf(P)};
  for (const ir::Step &S : P.Steps)
    T = stepped(std::move(T), S.Kind, S.Kind == ir::StepKind::Field ? field(F.Names[S.Name]) : 0);
  return T;
}

CellPlace EscapeGraph::stepped(CellPlace T, ir::StepKind Kind, std::uint32_t Field) {
  switch (Kind) {
  case ir::StepKind::Field:
    if (T.Through)
      T.Fields.push_back(Field);
    else
      T.At = Points.child(T.At, Field);
    break;
  case ir::StepKind::Deref:
    T = {held(T, None), /*Through=*/true};
    break;
  case ir::StepKind::Element: // an array and its elements are one cell
    T.Weak = true;
    break;
  case ir::StepKind::Below:
    T.Below = T.Weak = true;
    break;
  }
  return T;
}

/// A cell that holds what the place holds.
NodeId EscapeGraph::held(const CellPlace &T, ReasonId Why) {
  NodeId Cell = T.At;
  if (T.Through) {
    auto [At, New] = Loaded.try_emplace({T.At, T.Fields}, None);
    if (New) {
      At->second = temporary();
      Points.addUse(PointsTo::Use::Load, T.At, T.Fields, At->second, Why);
    }
    Cell = At->second;
  }
  if (!T.Below)
    return Cell;
  leak(Cell, Why);
  const NodeId Any = temporary();
  learnNothing(Any, Why);
  return Any;
}

NodeId EscapeGraph::addressOf(const CellPlace &T, ReasonId Why) {
  const NodeId Made = temporary();
  if (T.Below)
    Points.addCopy(held(T, Why), Made, Why);
  else if (T.Through)
    Points.addUse(PointsTo::Use::Offset, T.At, T.Fields, Made, Why);
  else
    Points.addAddress(Made, T.At, Why);
  return Made;
}

CellPlace EscapeGraph::placeOfValue(const ir::Value &V, ReasonId Why) {
  if (isHeld(V))
    return pathOf(F.Paths[V.Index]);
  return CellPlace{heldValue(V, Why)};
}

NodeId EscapeGraph::heldValue(const ir::Value &V, ReasonId Why) {
  const auto Index = static_cast<std::size_t>(V.Index);
  if (isHeld(V))
    return held(pathOf(F.Paths[Index]), Why);
  if (V.Kind == ir::ValueKind::Address)
    return addressOf(pathOf(F.Paths[Index]), Why);
  const NodeId Made = temporary();
  if (V.Kind == ir::ValueKind::Unknown)
    learnNothing(Made, Why);
  else if (V.Kind == ir::ValueKind::Site)
    Points.addAddress(Made, allocate(Why, &F.Sites[Index]), Why);
  else if (V.Kind == ir::ValueKind::Function)
    Points.addAddress(Made, global(F.Symbols[Index].Usr, &F.Symbols[Index]), Why);
  return Made;
}

void EscapeGraph::copyValue(const ir::Value &V, const CellPlace &To, ReasonId Why) {
  const bool Pointing = V.Kind != ir::ValueKind::Null && V.Kind != ir::ValueKind::Number &&
                        V.Kind != ir::ValueKind::Opaque;
  if (V.Kind == ir::ValueKind::Null)
    empty(To, Why);
  else if (!Pointing)
    Writes.push_back({Reasons[Why].Where, To, None});
  else
    store(heldValue(V, Why), To, Why);
}

void EscapeGraph::empty(const CellPlace &To, ReasonId Why) {
  if (To.Through) // the cell is there, though nothing else may speak of it
    addressOf(To, Why);
  Writes.push_back({Reasons[Why].Where, To, None});
}

void EscapeGraph::store(NodeId From, const CellPlace &To, ReasonId Why) {
  if (To.Below) { // somewhere there, and whoever reads it finds it anywhere
    leak(From, Why);
    CellPlace There = To;
    There.Below = false;
    return store(From, stepped(std::move(There), ir::StepKind::Field, BelowField), Why);
  }
  Writes.push_back({Reasons[Why].Where, To, From});
  if (To.Through)
    Points.addUse(PointsTo::Use::Store, To.At, To.Fields, From, Why);
  else
    Points.addCopy(From, To.At, Why);
}

std::span<const CellWrite> EscapeGraph::writesAt(OpPlace Where) const {
  auto [Begin, End] =
      std::equal_range(Writes.begin(), Writes.end(), CellWrite{Where, {}},
                       [](const CellWrite &A, const CellWrite &B) { return A.Where < B.Where; });
  return {Begin, End};
}

const std::vector<std::uint32_t> &EscapeGraph::writesTo(NodeId Cell) const {
  static const std::vector<std::uint32_t> Nothing;
  auto At = WritesTo.find(Cell);
  return At == WritesTo.end() ? Nothing : At->second;
}

std::vector<NodeId> EscapeGraph::cellsOf(const CellPlace &P) const {
  if (!P.Through)
    return {P.At};
  std::vector<NodeId> Cells;
  for (FactId Id : Points.factsAt(P.At))
    if (NodeId Cell = Points.existing(Points.facts()[Id].Target, P.Fields); Cell != None)
      Cells.push_back(Cell);
  std::sort(Cells.begin(), Cells.end());
  Cells.erase(std::unique(Cells.begin(), Cells.end()), Cells.end());
  return Cells;
}

std::vector<NodeId> EscapeGraph::cellsOfPath(const ir::Path &P) const {
  CellPlace T;
  if (P.Base == ir::BaseKind::Variable)
    T.At = Variables[P.Index];
  else if (P.Base == ir::BaseKind::Result)
    T.At = Result;
  else if (auto At = GlobalIndex.find(F.Symbols[P.Index].Usr); At != GlobalIndex.end())
    T.At = Globals[At->second].Root;
  else
    return {};
  std::vector<NodeId> Cells{T.At};
  for (const ir::Step &S : P.Steps) {
    std::vector<NodeId> Next;
    for (NodeId Cell : Cells)
      if (S.Kind == ir::StepKind::Deref)
        for (FactId Id : Points.factsAt(Cell))
          Next.push_back(Points.facts()[Id].Target);
      else if (S.Kind == ir::StepKind::Element)
        Next.push_back(Cell);
      else if (auto Field = FieldIndex.find(F.Names[S.Name]);
               S.Kind == ir::StepKind::Field && Field != FieldIndex.end())
        if (NodeId Child = Points.existing(Cell, {Field->second}); Child != None)
          Next.push_back(Child);
    Cells = std::move(Next);
  }
  return Cells;
}

Slot EscapeGraph::slotOf(NodeId Outside) const {
  std::vector<SlotStep> Steps;
  for (NodeId At = Outside;;) {
    for (; Points.parent(At) != None; At = Points.parent(At))
      Steps.push_back(Points.isBelow(At)
                          ? SlotStep{ir::StepKind::Below, ""}
                          : SlotStep{ir::StepKind::Field, FieldNames[Points.fieldOf(At)]});
    const PointsTo::Object &O = Points.object(At);
    if (O.Kind == ObjectKind::Pointee) {
      Steps.push_back({ir::StepKind::Deref, ""});
      At = O.Index;
      continue;
    }
    std::reverse(Steps.begin(), Steps.end());
    return slotOfBase(O, std::move(Steps));
  }
}

std::vector<Slot> EscapeGraph::slotsBeyond(NodeId Outside) const {
  std::vector<Slot> Beyond;
  for (NodeId At = Outside; Points.object(At).Kind == ObjectKind::Pointee;
       At = Points.object(At).Index)
    for (NodeId Back : Points.object(At).FoldedAt) {
      Beyond.push_back(slotOf(Back));
      Beyond.back().Steps.push_back({ir::StepKind::Below, ""});
    }
  return Beyond;
}

Slot EscapeGraph::slotOfBase(const PointsTo::Object &O, std::vector<SlotStep> Steps) const {
  switch (O.Kind) {
  case ObjectKind::Variable:
    if (isParameter(O.Index))
      return {SlotKind::Argument, argumentIndex(O.Index), "", std::move(Steps)};
    return {SlotKind::Global, 0, F.Symbols[0].Usr + "@" + F.Variables[O.Index].Name,
            std::move(Steps)};
  case ObjectKind::Global:
    return {SlotKind::Global, 0, Globals[O.Index].Usr, std::move(Steps)};
  case ObjectKind::Result:
    return {SlotKind::Result, 0, "", std::move(Steps)};
  case ObjectKind::Thread:
    return {SlotKind::Thread, 0, "", {}};
  case ObjectKind::Thrown:
    return {SlotKind::Thrown, 0, "", {}};
  default:
    return {SlotKind::Unknown, 0, "", {}};
  }
}

} // namespace memlint
