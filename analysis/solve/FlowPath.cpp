#include "analysis/solve/FlowPath.h"

#include "analysis/solve/CellText.h"

#include <algorithm>
#include <optional>

namespace memlint {
namespace {

/// Functions that a path is followed into, one in the other.
constexpr int MaxFunctions = 8;

FlowKind kindOf(const ir::Op &Op) {
  switch (Op.Kind) {
  case ir::OpKind::Throw:
    return FlowKind::Throw;
  case ir::OpKind::Lose:
    return FlowKind::Lost;
  case ir::OpKind::Copy:
    break;
  default:
    return FlowKind::Call;
  }
  switch (static_cast<ir::CopyReason>(Op.Detail)) {
  case ir::CopyReason::Init:
    return FlowKind::Init;
  case ir::CopyReason::Bind:
    return FlowKind::Bind;
  case ir::CopyReason::Capture:
    return FlowKind::Capture;
  case ir::CopyReason::Member:
    return FlowKind::Member;
  case ir::CopyReason::Return:
    return FlowKind::Return;
  case ir::CopyReason::Assign:
    break;
  }
  return FlowKind::Assign;
}

/// The facts of one address from its first cell on.
std::vector<FactId> chainOf(const PointsTo &P, FactId F) {
  std::vector<FactId> Chain;
  for (; F != None; F = P.facts()[F].From)
    Chain.push_back(F);
  std::reverse(Chain.begin(), Chain.end());
  return Chain;
}

/// Of a callee, as the function that calls it writes it.
std::string nameOf(const std::string &Usr, const ir::Function *Caller) {
  if (Caller)
    for (const ir::Symbol &S : Caller->Symbols)
      if (S.Usr == Usr)
        return S.Name;
  return Usr;
}

/// What happens in the callee, in as many functions as one witness after the other tells of.
void stepInto(const Effect &First, const Callees &Known, bool Assumed,
              std::vector<FlowStep> &Steps) {
  const Effect *E = &First;
  for (int Depth = 0; E && !E->Why.Usr.empty() && Depth < MaxFunctions; ++Depth) {
    const auto Body = Known.body(E->Why.Usr).first;
    const Summary *Of = Known.body(E->Why.Callee).second;
    FlowStep S;
    S.Where = E->Why.Where;
    S.Kind = E->Why.Callee.empty() ? FlowKind::Assign : FlowKind::Call;
    S.Assumed = Assumed || E->Sure == Lane::Assumed;
    S.Usr = E->Why.Usr;
    S.To = textOf(E->To, Body);
    S.CalleeUsr = E->Why.Callee;
    S.Callee = nameOf(E->Why.Callee, Body);
    Steps.push_back(std::move(S));
    auto Same = [&](const Effect &Other) {
      return Other.Kind == EffectKind::Copy && Other.To.Kind == E->To.Kind &&
             Other.To.Kind != SlotKind::Argument && Other.To.Word == E->To.Word;
    };
    if (!Of || E->Why.Callee == E->Why.Usr)
      return;
    auto At = std::find_if(Of->Effects.begin(), Of->Effects.end(), Same);
    E = At == Of->Effects.end() ? nullptr : &*At;
  }
}

/// Whether the call makes the object, so that it cannot have been passed to it.
bool makes(const FlowReason &R) { return R.Of && R.Of->From.Kind == SlotKind::Fresh; }

class Teller {
public:
  Teller(const EscapeGraph &G, const Callees &Known) : G(G), P(G.points()), Known(Known) {}

  void tell(FactId Id) {
    const std::vector<FactId> Chain = chainOf(P, Id);
    const ReasonId First = P.facts()[Chain[0]].Reason;
    MadeAt = First != None && makes(G.reason(First)) ? std::optional(G.reason(First).Where)
                                                     : std::nullopt;
    constexpr std::size_t Most = 2 * MaxFlowSteps; // of each end, temporaries among them
    for (std::size_t I = 0; I < Chain.size(); ++I)
      if ((I < Most || I + Most >= Chain.size()) && matters(Chain, I))
        add(P.facts()[Chain[I]]);
  }
  std::vector<FlowStep> Steps;

private:
  bool matters(const std::vector<FactId> &Chain, std::size_t I) const {
    const PointsTo::Fact &F = P.facts()[Chain[I]];
    if (F.Reason == None)
      return false;
    const bool Last = I + 1 == Chain.size();
    const ReasonId Next = Last ? None : P.facts()[Chain[I + 1]].Reason;
    if (Next == F.Reason)
      return false;
    if (!isTemporary(P.object(F.At)))
      return true;
    return G.reason(F.Reason).Of && !makes(G.reason(F.Reason));
  }

  /// Of the solver or of the source: nobody can name it.
  bool isTemporary(const PointsTo::Object &O) const {
    return O.Kind == ObjectKind::Temporary ||
           (O.Kind == ObjectKind::Variable &&
            G.function().Variables[O.Index].Kind == ir::VariableKind::Temporary);
  }

  void add(const PointsTo::Fact &F) {
    const FlowReason &R = G.reason(F.Reason);
    const ir::Op &Op = opAt(G.function(), R.Where);
    FlowStep S;
    S.Where = spanOf(G.function(), Op.Where);
    S.Kind = kindOf(Op);
    S.Assumed = F.Sure == Lane::Assumed;
    S.Usr = G.function().Symbols[0].Usr;
    if (!isTemporary(P.object(F.At)))
      S.To = textOf(G, F.At);
    if (makes(R) || (MadeAt == R.Where && !R.Of)) { // or takes its result
      S.Kind = FlowKind::Make;
    } else if (R.Callee) {
      S.Callee = R.Callee->Name;
      S.CalleeUsr = R.Callee->Usr;
    }
    Steps.push_back(std::move(S));
    if (R.Of)
      stepInto(*R.Of, Known, F.Sure == Lane::Assumed, Steps);
  }

  const EscapeGraph &G;
  const PointsTo &P;
  const Callees &Known;
  std::optional<OpPlace> MadeAt; // what the chain is about, where a call made it
};

bool isOwn(const EscapeGraph &G, NodeId Cell) {
  for (; G.points().parent(Cell) != None; Cell = G.points().parent(Cell))
    if (G.fieldName(G.points().fieldOf(Cell)) == "own")
      return true;
  return false;
}

/// Whether the operation empties the cell.
bool empties(const EscapeGraph &G, ReasonId Why, NodeId Cell) {
  if (Why == None)
    return false;
  const OpPlace Where = G.reason(Why).Where;
  for (const CellWrite &W : G.writesAt(Where)) {
    const std::vector<NodeId> Cells = G.cellsOf(W.To);
    if (W.From == None && std::find(Cells.begin(), Cells.end(), Cell) != Cells.end())
      return true;
  }
  return false;
}

} // namespace

std::vector<FlowStep> flowPath(const EscapeGraph &G, const Callees &Known,
                               const std::vector<FactId> &Hops) {
  Teller T(G, Known);
  for (FactId Hop : Hops)
    T.tell(Hop);
  if (T.Steps.size() > MaxFlowSteps)
    T.Steps.erase(T.Steps.begin() + MaxFlowSteps / 2, T.Steps.end() - MaxFlowSteps / 2);
  return std::move(T.Steps);
}

bool isBorrowed(const EscapeGraph &G, FactId F) {
  NodeId Owner = None;
  for (FactId Id : chainOf(G.points(), F)) {
    const PointsTo::Fact &Step = G.points().facts()[Id];
    if (isOwn(G, Step.At)) {
      Owner = Step.At;
    } else if (Owner != None && Step.Reason != None) {
      // A temporary may be on its way into another owner.
      if (empties(G, Step.Reason, Owner))
        Owner = None;
      else if (G.points().object(Step.At).Kind != ObjectKind::Temporary)
        return true;
    }
  }
  return false;
}

} // namespace memlint
