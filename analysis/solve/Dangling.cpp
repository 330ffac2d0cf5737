#include "analysis/solve/Dangling.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/CellText.h"
#include "analysis/solve/FlowPath.h"
#include "analysis/solve/KeptAtExit.h"
#include "analysis/solve/SinkSearch.h"

#include <algorithm>

namespace memlint {
namespace {

/// Owners in the memory of owners.
constexpr int MaxOwners = 3;
/// Objects that hold each other, between an address and the place that outlives it.
constexpr std::size_t MaxChain = 8;

bool isLocal(const ir::Variable &V) {
  return V.Kind == ir::VariableKind::Local || V.Kind == ir::VariableKind::Parameter ||
         V.Kind == ir::VariableKind::Temporary;
}

/// Whether a copy of such an owner owns the same object.
bool isShared(const Callees &Known, const ir::Type &Owner) {
  ir::Symbol Copy;
  Copy.Name = Owner.Template + "::" + std::string(splitScope(Owner.Template).second);
  Copy.Flags = ir::Constructor | ir::CopyOrMove | ir::HasThis | ir::InSystemHeader;
  const Summary *S = Owner.Template.empty() ? nullptr : Known.of(Copy, 1);
  return !S || std::any_of(S->Effects.begin(), S->Effects.end(),
                           [](const Effect &E) { return E.Kind == EffectKind::Share; });
}

/// Whether the end of such an object ends what it owns: of a weak pointer it does not.
bool releasesOwn(const ir::Function &F, const ir::Type &T, const Callees &Known) {
  const Summary *Ends = T.Destructor ? Known.of(F.Symbols[T.Destructor - 1], 0) : nullptr;
  return Ends && std::any_of(Ends->Effects.begin(), Ends->Effects.end(), [](const Effect &E) {
           return E.Kind == EffectKind::Release && E.Why.Usr.empty() && E.From.Steps.size() == 2 &&
                  E.From.Steps[1].Name == "own";
         });
}

/// The class of the result where it surely is the only owner of something, in a variable.
bool isOwnerByValue(const ir::Function &F, const ir::Op &Op, const Callees &Known) {
  if (Op.Kind != ir::OpKind::Call || !Op.To)
    return false;
  const ir::Path &To = F.Paths[Op.To - 1];
  if (To.Base != ir::BaseKind::Variable || !To.Steps.empty())
    return false;
  const ir::Type &T = F.Types[F.Variables[To.Index].Type];
  if (!T.Destructor || isShared(Known, T))
    return false;
  return releasesOwn(F, T, Known);
}

/// The function with what the owners own that code hands out which nobody has seen: `t1 = call f()`
/// makes `t1.own = new` as well. Who asks what dangles needs no more of it than that it is.
ir::Function withOwnedResults(const ir::Function &From, const Callees &Known) {
  ir::Function F = From;
  for (ir::Block &B : F.Blocks) {
    std::vector<ir::Op> Ops;
    for (ir::Op &Op : B.Ops) {
      const bool Makes = isOwnerByValue(F, Op, Known) && Known.of(F, Op).empty();
      Ops.push_back(std::move(Op));
      if (!Makes)
        continue;
      ir::Path Own = F.Paths[Ops.back().To - 1];
      Own.Steps.push_back({ir::StepKind::Field, static_cast<std::uint32_t>(F.Names.size())});
      F.Names.push_back("own");
      F.Paths.push_back(std::move(Own));
      ir::Op Copy;
      Copy.Where = Ops.back().Where;
      Copy.To = static_cast<std::uint32_t>(F.Paths.size());
      Copy.Values = {{ir::ValueKind::Site, F.Sites.size()}};
      F.Sites.push_back({});
      Ops.push_back(std::move(Copy));
    }
    B.Ops = std::move(Ops);
  }
  return F;
}

class Finder {
public:
  Finder(const EscapeGraph &G, UnseenCode &Unseen)
      : G(G), P(G.points()), F(G.function()), Kept(G, Unseen) {}

  void look(std::size_t Function, std::vector<Dangling> &Found);

private:
  std::optional<Dangling> sinkOf(std::uint32_t Object);
  std::optional<Dangling> ofOwned(std::uint32_t Variable);
  bool isCaptured(FactId F) const;
  bool isDestroyed(std::uint32_t Variable) const;
  NodeId named(NodeId Cell) const;
  bool isHandedOver(std::uint32_t Variable) const;
  bool mayOwnElsewhere(NodeId Object) const;
  bool mayBeOwned(const ir::Type &T, NodeId Object, bool Direct) const;
  std::vector<NodeId> ownCells(NodeId Of) const;

  const EscapeGraph &G;
  const PointsTo &P;
  const ir::Function &F;
  KeptAtExit Kept;
};

/// The cell outside, or the owner whose memory it is in.
NodeId Finder::named(NodeId Cell) const {
  NodeId Owner = Cell;
  for (NodeId At = Cell;;) {
    if (P.parent(At) != None) {
      if (P.fieldOf(At) == OwnField)
        Owner = P.parent(At);
      At = P.parent(At);
    } else if (P.object(At).Kind == ObjectKind::Pointee) {
      At = P.object(At).Index;
    } else {
      return Owner;
    }
  }
}

/// Searches from the object to who holds it, as far as each does when the function has ended.
std::optional<Dangling> Finder::sinkOf(std::uint32_t Object) {
  struct Entry {
    std::uint32_t Object;
    std::vector<FactId> Hops;
  };
  std::vector<Entry> Queue{{Object, {}}};
  std::set<std::uint32_t> Seen{Object};
  for (std::size_t I = 0; I < Queue.size() && Queue[I].Hops.size() < MaxChain; ++I) {
    if (I == 1)
      Kept.ask({});
    const Entry Now = Queue[I];
    for (FactId Id : G.factsOn(Now.Object)) {
      const PointsTo::Fact &Fact = P.facts()[Id];
      const PointsTo::Object &Holder = P.object(Fact.At);
      const bool Heap = Holder.Kind == ObjectKind::Site || Holder.Kind == ObjectKind::Fresh;
      if (Fact.Sure != Lane::Known || !(Heap || outlives(G, Fact.At)) ||
          (Heap && Seen.contains(P.objectOf(Fact.At))) || !Kept.keeps(Id))
        continue;
      std::vector<FactId> Hops = Now.Hops;
      Hops.push_back(Id);
      if (!Heap)
        return Dangling{0, 0, false, isCaptured(Hops.front()),
                        EscapeSink{Lane::Known, G.slotOf(Fact.At), textOf(G, named(Fact.At)),
                                   /*Borrowed=*/true, /*Held=*/true,
                                   flowPath(G, G.callees(), Hops)}};
      Seen.insert(P.objectOf(Fact.At));
      Queue.push_back({P.objectOf(Fact.At), std::move(Hops)});
    }
  }
  return std::nullopt;
}

/// Whether the variable may be the result itself, as copies may be left out.
bool Finder::isHandedOver(std::uint32_t Variable) const {
  if (!(F.Types[F.Variables[Variable].Type].Flags & ir::RecordType))
    return false;
  auto Is = [&](const ir::Path &Path, ir::BaseKind Base, std::uint32_t Index) {
    return Path.Base == Base && Path.Steps.empty() &&
           (Base == ir::BaseKind::Result || Path.Index == Index);
  };
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops) {
      bool Result = Op.To && Is(F.Paths[Op.To - 1], ir::BaseKind::Result, 0), Own = false;
      for (const ir::Value &V : Op.Values) {
        const bool Path = V.Kind == ir::ValueKind::Held || V.Kind == ir::ValueKind::Address;
        Result |= V.Kind == ir::ValueKind::Address && Is(F.Paths[V.Index], ir::BaseKind::Result, 0);
        Own |= Path && Is(F.Paths[V.Index], ir::BaseKind::Variable, Variable) &&
               (V.Kind == ir::ValueKind::Held || Op.Kind == ir::OpKind::Call);
      }
      const bool Copies = Op.Kind == ir::OpKind::Copy ||
                          (Op.Callee && F.Symbols[Op.Callee - 1].Flags & ir::CopyOrMove);
      if (Result && Own && Copies)
        return true;
    }
  return false;
}

/// The cells in the object that own what they hold, but for those in what they own.
std::vector<NodeId> Finder::ownCells(NodeId Of) const {
  std::vector<NodeId> Own, Work{Of};
  for (std::size_t I = 0; I < Work.size(); ++I)
    for (NodeId Child : P.children(Work[I]))
      (P.fieldOf(Child) == OwnField ? Own : Work).push_back(Child);
  return Own;
}

/// Whether an owner that is no local variable may hold the object, too: a copy in a container.
bool Finder::mayOwnElsewhere(NodeId Object) const {
  const std::vector<FactId> &On = G.factsOn(P.objectOf(Object));
  return std::any_of(On.begin(), On.end(), [&](FactId Id) {
    const NodeId At = P.facts()[Id].At;
    const ObjectKind Kind = P.object(At).Kind;
    return P.fieldOf(At) == OwnField && Kind != ObjectKind::Variable &&
           Kind != ObjectKind::Temporary;
  });
}

bool Finder::mayBeOwned(const ir::Type &T, NodeId Object, bool Direct) const {
  const PointsTo::Object &O = P.object(Object);
  if (P.parent(Object) != None || (Direct && !releasesOwn(F, T, G.callees())))
    return false;
  for (const CellEvent &E : G.events())
    if (E.Kind == EffectKind::Share && P.holds(E.Holder, Object))
      return false;
  if (isShared(G.callees(), T) && mayOwnElsewhere(Object))
    return false;
  if (O.Kind == ObjectKind::Pointee)
    return Direct && !isShared(G.callees(), T);
  if (O.Kind != ObjectKind::Site && O.Kind != ObjectKind::Fresh)
    return false;
  return !P.holds(P.unknown(), Object) || (Direct && !isShared(G.callees(), T));
}

std::optional<Dangling> Finder::ofOwned(std::uint32_t Variable) {
  const ir::Type &T = F.Types[F.Variables[Variable].Type];
  const NodeId Root = G.variables()[Variable];
  if (!isDestroyed(Variable))
    return std::nullopt;
  AddressOrigin Origin{AddressOrigin::From::Owned};
  std::vector<NodeId> Objects, Cells = ownCells(Root);
  Origin.Reached = P.holds(P.unknown(), Root);
  for (int Depth = 0; Depth < MaxOwners && !Cells.empty(); ++Depth) {
    std::vector<NodeId> Next;
    for (NodeId Cell : Cells) {
      Origin.Owner.insert(Cell);
      const bool Direct = P.parent(Cell) == Root;
      for (FactId Id : P.factsAt(Cell)) {
        const PointsTo::Fact &Fact = P.facts()[Id];
        if (Fact.Sure != Lane::Known || !mayBeOwned(T, Fact.Target, Direct))
          continue;
        Objects.push_back(Fact.Target);
        const std::vector<NodeId> Inner = ownCells(Fact.Target);
        Next.insert(Next.end(), Inner.begin(), Inner.end());
      }
    }
    Cells = std::move(Next);
  }
  for (NodeId Object : Objects) {
    Kept.ask(Origin);
    if (auto Sink = sinkOf(P.objectOf(Object)))
      return Sink;
  }
  return std::nullopt;
}

/// Or what it owns becomes somebody else's: a parameter's, that it is passed for.
bool Finder::isDestroyed(std::uint32_t Variable) const {
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops) {
      if (Op.Kind != ir::OpKind::Call || !Op.Callee || Op.Values.empty() ||
          !(F.Symbols[Op.Callee - 1].Flags & ir::Destructor) ||
          Op.Values[0].Kind != ir::ValueKind::Address)
        continue;
      const ir::Path &Of = F.Paths[Op.Values[0].Index];
      if (Of.Base == ir::BaseKind::Variable && Of.Index == Variable && Of.Steps.empty())
        return true;
    }
  return false;
}

bool Finder::isCaptured(FactId Id) const {
  while (P.facts()[Id].From != None)
    Id = P.facts()[Id].From;
  if (P.facts()[Id].Reason == None)
    return false;
  const ir::Op &Op = opAt(F, G.reason(P.facts()[Id].Reason).Where);
  return Op.Kind == ir::OpKind::Copy &&
         static_cast<ir::CopyReason>(Op.Detail) == ir::CopyReason::Capture;
}

void Finder::look(std::size_t Function, std::vector<Dangling> &Found) {
  for (std::uint32_t V = 0; V < F.Variables.size(); ++V) {
    if (!isLocal(F.Variables[V]) || isHandedOver(V))
      continue;
    Kept.ask({});
    std::optional<Dangling> Of = sinkOf(P.objectOf(G.variables()[V]));
    if (const bool Own = Of.has_value(); Own || (Of = ofOwned(V))) {
      Of->Function = Function;
      Of->Variable = V;
      Of->Owned = !Own;
      Found.push_back(std::move(*Of));
    }
  }
}

bool isKnownToLeave(const Verdict &V) {
  return !V.Sinks.empty() && V.Sinks.front().Sure == Lane::Known;
}

/// What a parameter owns, or a result of code that nobody has seen, has no verdict.
bool mayOwn(const ir::Function &F) {
  return std::any_of(F.Variables.begin(), F.Variables.end(), [&F](const ir::Variable &V) {
    return isLocal(V) && F.Types[V.Type].Destructor;
  });
}

} // namespace

std::vector<Dangling> danglingOf(Solution &Solved) {
  std::set<std::size_t> Functions;
  for (const Verdict &V : Solved.escapes())
    if (isKnownToLeave(V))
      Functions.insert(V.Function);
  const std::vector<ir::Function> &All = Solved.program().Functions;
  for (std::size_t I = 0; I < All.size(); ++I)
    if (mayOwn(All[I]))
      Functions.insert(I);
  UnseenCode Unseen(Solved.summaries());
  std::vector<Dangling> Found;
  for (std::size_t I : Functions) {
    constexpr std::uint32_t Not =
        ir::NotLowered | ir::Coroutine | ir::HasSetjmp | ir::MainFunction | ir::LeftAlone;
    if (All[I].Flags & Not)
      continue;
    const ir::Function F = withOwnedResults(All[I], Solved.summaries());
    const EscapeGraph G = EscapeGraph::atLevel(F, Solved.summaries(), 0);
    if (!G.points().overflown())
      Finder(G, Unseen).look(I, Found);
  }
  return Found;
}

} // namespace memlint
