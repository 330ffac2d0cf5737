#include "analysis/solve/SureEnd.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/FlowWalk.h"

#include <algorithm>
#include <functional>

namespace memlint {
namespace {

/// Functions that hand it on to each other.
constexpr int MostDeep = 4;

struct Question {
  const Callees &Known;
  std::string_view Family;
  const ir::Type *Type;
};

bool calleeEnds(const ir::Function &F, const ir::Op &Call, std::size_t Index, const Question &Q,
                int Deep);

bool familyFits(const Question &Q, std::string_view Family) {
  return Family == Q.Family || Family == "any";
}

bool endsHere(const ir::Function &F, const ir::Op &Op, std::uint32_t Parameter, const Question &Q,
              int Deep) {
  auto Takes = [&](const ir::Value &V) { return plainVariable(F, V) == Parameter; };
  if (Op.Kind == ir::OpKind::Delete) {
    const auto Form = static_cast<ir::DeleteForm>(Op.Detail);
    return Form != ir::DeleteForm::Destroy && Takes(Op.Values[0]) &&
           familyFits(Q, Form == ir::DeleteForm::Array ? "new[]" : "new");
  }
  if (Op.Kind != ir::OpKind::Call)
    return false;
  for (std::size_t I = 0; I < Op.Values.size(); ++I)
    if (Takes(Op.Values[I]) && calleeEnds(F, Op, I, Q, Deep + 1))
      return true;
  return false;
}

/// Whether the parameter is what it was when the function began.
bool isConstant(const ir::Function &F, std::uint32_t Parameter) {
  const ir::Path Plain{ir::BaseKind::Variable, Parameter, {}};
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops) {
      if (Op.To && Op.Kind != ir::OpKind::Begin && Op.Kind != ir::OpKind::End &&
          F.Paths[Op.To - 1] == Plain)
        return false;
      for (const ir::Value &V : Op.Values)
        if (V.Kind == ir::ValueKind::Address && F.Paths[V.Index] == Plain)
          return false;
    }
  return true;
}

bool typeFits(const ir::Function &F, std::uint32_t Parameter, const Question &Q) {
  const ir::Type &T = F.Types[F.Variables[Parameter].Type];
  return !Q.Type || Q.Family == "heap" ||
         (T.Element && F.Types[T.Element - 1].Name == Q.Type->Name);
}

bool bodyEnds(const ir::Function &F, std::uint32_t Parameter, const Question &Q, int Deep) {
  if (F.Flags & (ir::NotLowered | ir::Coroutine) || Parameter >= F.Variables.size() ||
      F.Variables[Parameter].Kind != ir::VariableKind::Parameter || !isConstant(F, Parameter) ||
      !typeFits(F, Parameter, Q))
    return false;
  const FlowWalk Walk(F, Q.Known);
  auto Ends = [&](OpPlace At) { return endsHere(F, opAt(F, At), Parameter, Q, Deep); };
  auto Never = [&](const ir::Edge &E) {
    const ir::Value *Null = nullOn(F, E);
    return Null && plainVariable(F, *Null) == Parameter;
  };
  return !Walk.reachesExit({0, 0}, /*After=*/false, std::cref(Ends), Never);
}

bool calleeEnds(const ir::Function &F, const ir::Op &Call, std::size_t Index, const Question &Q,
                int Deep) {
  if (Deep > MostDeep || !Call.Callee ||
      (Call.Detail & ir::VirtualCall && !(Call.Detail & ir::ExactReceiver)))
    return false;
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  if (const ir::Function *Body = Q.Known.body(S.Usr).first)
    return bodyEnds(*Body, static_cast<std::uint32_t>(Index), Q, Deep);
  const std::uint32_t Slot = static_cast<std::uint32_t>(S.Flags & ir::HasThis ? Index : Index + 1);
  const std::vector<const Summary *> Models = Q.Known.of(F, Call);
  return Models.size() == 1 &&
         std::any_of(Models[0]->Effects.begin(), Models[0]->Effects.end(), [&](const Effect &E) {
           return E.Kind == EffectKind::Release && E.Sure == Lane::Known && E.Why.Usr.empty() &&
                  E.From.Kind == SlotKind::Argument && E.From.Index == Slot &&
                  E.From.Steps.empty() && familyFits(Q, E.From.Word);
         });
}

} // namespace

bool endsSurely(const EscapeGraph &G, const ir::Op &Call, std::size_t Index,
                std::string_view Family, const ir::Type *Type) {
  return calleeEnds(G.function(), Call, Index, {G.callees(), Family, Type}, 0);
}

} // namespace memlint
