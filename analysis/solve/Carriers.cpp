#include "analysis/solve/Carriers.h"

#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

/// Captures of captures are followed as far.
constexpr int MaxRounds = 4;

bool isOwnVariable(const ir::Function &F, const ir::Path &P) {
  return P.Base == ir::BaseKind::Variable &&
         (P.Steps.empty() || P.Steps[0].Kind != ir::StepKind::Deref) &&
         F.Variables[P.Index].Kind != ir::VariableKind::Static;
}

} // namespace

std::optional<std::uint32_t> variableOf(const ir::Function &F, const ir::Value &V) {
  if (V.Kind != ir::ValueKind::Held && V.Kind != ir::ValueKind::Address)
    return std::nullopt;
  const ir::Path &P = F.Paths[V.Index];
  return isOwnVariable(F, P) ? std::optional(P.Index) : std::nullopt;
}

bool putsIntoObject(const ir::Function &F, const Summaries &Known, const ir::Op &Call,
                    std::size_t Position, const std::function<bool(const Effect &)> &Accepts) {
  const Slot From = argumentSlot(Position, true);
  auto Puts = [&](const Effect &E) {
    const bool Moves = E.Kind == EffectKind::Copy || E.Kind == EffectKind::CopyObject ||
                       E.Kind == EffectKind::MoveObject || E.Kind == EffectKind::Construct;
    return Moves && E.From.Kind == SlotKind::Argument && E.From.Index == From.Index &&
           E.To.Kind == SlotKind::Argument && E.To.Index == 0 && (!Accepts || Accepts(E));
  };
  const std::vector<const Summary *> Any = Known.of(F, Call);
  return Call.Callee && hasThis(F, Call) && std::any_of(Any.begin(), Any.end(), [&](auto *S) {
           return std::any_of(S->Effects.begin(), S->Effects.end(), Puts);
         });
}

void carryOn(const ir::Function &F, const Summaries &Known, Carried &To) {
  bool More = std::any_of(To.begin(), To.end(), [](const auto &Each) { return !Each.empty(); });
  auto Give = [&](std::uint32_t Target, const ir::Value &From) {
    const std::optional<std::uint32_t> V = variableOf(F, From);
    if (!V || *V == Target)
      return;
    const std::size_t Before = To[Target].size();
    To[Target].insert(To[*V].begin(), To[*V].end());
    More |= To[Target].size() != Before;
  };
  for (int Round = 0; More && Round < MaxRounds; ++Round) {
    More = false;
    for (const ir::Block &B : F.Blocks)
      for (const ir::Op &Op : B.Ops) {
        if (Op.Kind == ir::OpKind::Copy && isOwnVariable(F, F.Paths[Op.To - 1]))
          Give(F.Paths[Op.To - 1].Index, Op.Values[0]);
        if (Op.Kind != ir::OpKind::Call || Op.Values.size() < 2 ||
            Op.Values[0].Kind != ir::ValueKind::Address)
          continue;
        if (const std::optional<std::uint32_t> Object = variableOf(F, Op.Values[0]))
          for (std::size_t I = 1; I < Op.Values.size(); ++I)
            if (putsIntoObject(F, Known, Op, I))
              Give(*Object, Op.Values[I]);
      }
  }
}

} // namespace memlint
