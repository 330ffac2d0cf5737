#include "analysis/solve/StackFit.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/Escape.h"
#include "analysis/solve/ObjectMeasure.h"
#include "analysis/solve/OwnerUses.h"
#include "analysis/solve/SureEnd.h"

#include <algorithm>

namespace memlint {
namespace {

/// Flags of functions in whose frames nothing is put.
constexpr std::uint32_t KeepsFrames =
    ir::Coroutine | ir::NotLowered | ir::GlobalInit | ir::HasSetjmp;

class Fitting {
public:
  Fitting(const EscapeGraph &G, const FlowWalk &Walk, const ir::Loops &Loops, const Verdict &V,
          NodeId Object)
      : G(G), P(G.points()), F(G.function()), Walk(Walk), Loops(Loops), V(V), Object(Object),
        Owners(G, Object) {}

  StackFit answer() {
    StackFit Fit;
    if (V.Result == EscapeResult::Escapes || V.Result == EscapeResult::MayEscape)
      return Fit;
    Fit = measured(G, V);
    if (Fit.Form != StackForm::None && !(Fit.Why = obstacle(Fit)).empty())
      Fit.Form = StackForm::None;
    Fit.Owner = ownerName();
    return Fit;
  }

private:
  std::string_view obstacle(const StackFit &Fit) {
    if (V.Result != EscapeResult::Stays || !V.Sinks.empty())
      return "it outlives the turn of its loop";
    if (F.Flags & KeepsFrames)
      return "the function keeps no frame of its own";
    if (V.Where.Length == 0)
      return "a macro allocates it";
    if (!Owners.fit(Fit))
      return "its owner is used as such";
    if (!endsHere(Fit))
      return "not each path ends it here, and it alone";
    if (!madeOnce())
      return "it is made on some paths only, or made again";
    if (testedForNull())
      return "its pointer is tested for null";
    if (!endsLast(Fit))
      return "its destructor runs before the scope ends";
    return "";
  }

  bool endsHere(const StackFit &Fit) {
    if (!V.EndsAlways)
      return false;
    return std::all_of(V.Ends.begin(), V.Ends.end(), [&](const ObjectEnd &E) {
      return E.Kind == EffectKind::Release && E.Sole &&
             (E.Family == V.Family || E.Family == "any") && addEnd(E, Fit);
    });
  }

  /// Remembers the variable whose pointer is ended; those of owners are looked at elsewhere.
  bool addEnd(const ObjectEnd &E, const StackFit &Fit) {
    const ir::Op &Op = opAt(F, E.At);
    const ir::Symbol *Callee = Op.Callee ? &F.Symbols[Op.Callee - 1] : nullptr;
    const bool Destroys = Op.Kind == ir::OpKind::Call && Callee && Callee->Flags & ir::Destructor;
    if (!Owners.empty())
      return Destroys;
    for (std::size_t I = 0; I < Op.Values.size(); ++I) {
      const std::optional<std::uint32_t> Pointer = plainVariable(F, Op.Values[I]);
      if (!Pointer || !P.holds(G.variables()[*Pointer], Object))
        continue;
      const bool Here = Op.Kind == ir::OpKind::Delete || E.Who == ObjectEnd::By::Model;
      if (Here ? !endsType(*Pointer, Fit, Op.Kind == ir::OpKind::Delete)
               : !endsSurely(G, Op, I, V.Family, typeOf(Fit)))
        return false;
      Pointers.push_back(*Pointer);
      return true;
    }
    return false;
  }

  const ir::Type *typeOf(const StackFit &Fit) const {
    return Fit.Type ? &F.Types[Fit.Type - 1] : nullptr;
  }

  /// Whether the type that is deleted is that of the object.
  bool endsType(std::uint32_t Pointer, const StackFit &Fit, bool Deleted) const {
    const ir::Type &T = F.Types[F.Variables[Pointer].Type];
    return F.Variables[Pointer].Kind != ir::VariableKind::Static &&
           (!Deleted || (T.Element && T.Element == Fit.Type));
  }

  /// Wherever it is ended it was made before; the names that hold it hold nothing else meanwhile.
  bool madeOnce() const {
    const OpPlace First{0, 0};
    auto Made = [this](OpPlace At) { return At == V.At; };
    for (const ObjectEnd &E : V.Ends)
      if ((V.At != First && Walk.reaches(First, E.At, Made)) || !Walk.reaches(V.At, E.At))
        return false;
    return std::all_of(Pointers.begin(), Pointers.end(),
                       [this](std::uint32_t Pointer) { return holdsOnlyIt(Pointer); }) &&
           heldInItsTurn();
  }

  bool isEnd(OpPlace At) const {
    return std::any_of(V.Ends.begin(), V.Ends.end(),
                       [At](const ObjectEnd &E) { return E.At == At; });
  }

  bool holdsOnlyIt(std::uint32_t Pointer) const {
    auto Ended = [this](OpPlace At) { return isEnd(At); };
    const std::vector<std::uint32_t> &Writes = G.writesTo(G.variables()[Pointer]);
    return std::none_of(Writes.begin(), Writes.end(), [&](std::uint32_t Index) {
      const CellWrite &W = G.writes()[Index];
      return !(W.From != None && P.holds(W.From, Object)) && Walk.reaches(V.At, W.Where, Ended);
    });
  }

  /// In a loop nothing from outside of it keeps the object of one turn to the next.
  bool heldInItsTurn() const {
    const std::uint32_t In = Loops.Innermost[V.At.Block];
    if (!In)
      return true;
    for (FactId Id : G.factsOn(P.objectOf(Object))) {
      const PointsTo::Object &Holder = P.object(P.facts()[Id].At);
      if (Holder.Kind == ObjectKind::Temporary)
        continue;
      if (Holder.Kind != ObjectKind::Variable)
        return false;
      const std::optional<OpPlace> Begin = G.beginOf(Holder.Index);
      const bool Temporary = F.Variables[Holder.Index].Kind == ir::VariableKind::Temporary;
      if (!Temporary && !(Begin && Loops.contains(In - 1, Begin->Block)) &&
          !takesItWhereMade(P.facts()[Id].At))
        return false;
    }
    return true;
  }

  bool takesItWhereMade(NodeId Cell) const {
    const std::vector<std::uint32_t> &Writes = G.writesTo(Cell);
    return Writes.size() == 1 && G.writes()[Writes[0]].Where.Block == V.At.Block;
  }

  bool testedForNull() const {
    bool Tested = false;
    for (const ir::Condition &C : F.Conditions)
      Tested |= holdsIt(C.Left, C.Right) || holdsIt(C.Right, C.Left);
    if (!Tested)
      return false;
    const bool Nothrow = V.Site && F.Sites[*V.Site].Flags & ir::NothrowNew;
    // Where it may fail the test is of the allocation, as long as nothing else is ever there.
    return !Owners.empty() || !(Nothrow || V.Family == "heap") ||
           std::any_of(Pointers.begin(), Pointers.end(), [this](std::uint32_t Pointer) {
             const auto &Writes = G.writesTo(G.variables()[Pointer]);
             return std::any_of(Writes.begin(), Writes.end(), [this](std::uint32_t Index) {
               const CellWrite &W = G.writes()[Index];
               return !(W.From != None && P.holds(W.From, Object)) && Walk.reaches(V.At, W.Where);
             });
           });
  }

  bool holdsIt(const ir::Value &Tested, const ir::Value &Against) const {
    if (Tested.Kind != ir::ValueKind::Held || Against.Kind != ir::ValueKind::Null)
      return false;
    const std::vector<NodeId> Cells = G.cellsOfPath(F.Paths[Tested.Index]);
    return std::any_of(Cells.begin(), Cells.end(),
                       [this](NodeId Cell) { return P.holds(Cell, Object); });
  }

  /// A local's destructor runs where its scope ends: between here and there nothing may happen
  /// that could tell.
  bool endsLast(const StackFit &Fit) const {
    const ir::Type *T = typeOf(Fit);
    if (!Owners.empty() || !T || T->Flags & ir::TrivialDestructor)
      return true;
    return std::all_of(V.Ends.begin(), V.Ends.end(), [this](const ObjectEnd &E) {
      return std::all_of(Pointers.begin(), Pointers.end(), [&](std::uint32_t Pointer) {
        return quietToScopeEnd({E.At.Block, E.At.Op + 1}, Pointer);
      });
    });
  }

  bool quietToScopeEnd(OpPlace From, std::uint32_t Pointer) const {
    std::vector<OpPlace> Work{From};
    std::vector<bool> Seen(F.Blocks.size());
    while (!Work.empty()) {
      OpPlace At = Work.back();
      Work.pop_back();
      const ir::Block &B = F.Blocks[At.Block];
      bool Ended = false;
      for (; !Ended && At.Op < B.Ops.size(); ++At.Op) {
        const ir::Op &Op = B.Ops[At.Op];
        Ended = Op.Kind == ir::OpKind::End &&
                F.Paths[Op.To - 1] == ir::Path{ir::BaseKind::Variable, Pointer, {}};
        if (!isQuiet(Op))
          return false;
      }
      if (Ended)
        continue;
      for (const ir::Edge &E : B.Edges) {
        if (E.Condition)
          return false;
        if (!Seen[E.Target])
          Work.push_back({E.Target, 0});
        Seen[E.Target] = true;
      }
    }
    return true;
  }

  /// Neither does it have an effect, nor does it read what a destructor might change.
  bool isQuiet(const ir::Op &Op) const {
    if (Op.Kind == ir::OpKind::Begin || Op.Kind == ir::OpKind::End)
      return true;
    if (Op.Kind != ir::OpKind::Copy || !F.Paths[Op.To - 1].Steps.empty() ||
        F.Paths[Op.To - 1].Base == ir::BaseKind::Global)
      return false;
    const ir::Value &Value = Op.Values[0];
    if (Value.Kind == ir::ValueKind::Number || Value.Kind == ir::ValueKind::Null)
      return true;
    const std::optional<std::uint32_t> Read = plainVariable(F, Value);
    return Read && F.Variables[*Read].Kind != ir::VariableKind::Static &&
           G.factsOn(P.objectOf(G.variables()[*Read])).empty();
  }

  std::string ownerName() const {
    if (const std::optional<std::uint32_t> First = Owners.first())
      return F.Variables[*First].Name;
    return Pointers.empty() ? "" : F.Variables[Pointers.front()].Name;
  }

  const EscapeGraph &G;
  const PointsTo &P;
  const ir::Function &F;
  const FlowWalk &Walk;
  const ir::Loops &Loops;
  const Verdict &V;
  NodeId Object;
  OwnerUses Owners;
  std::vector<std::uint32_t> Pointers; // variables through which it is ended
};

} // namespace

StackFit stackFit(const EscapeGraph &G, const FlowWalk &Walk, const ir::Loops &Loops,
                  const Verdict &V, NodeId Object) {
  return Fitting(G, Walk, Loops, V, Object).answer();
}

} // namespace memlint
