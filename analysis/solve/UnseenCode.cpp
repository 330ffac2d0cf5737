#include "analysis/solve/UnseenCode.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

/// Owners within owners whose elements' destructors are asked about.
constexpr int MaxOwners = 4;

const ir::Type *typeOfReceiver(const ir::Function &F, const ir::Op &Op) {
  if (Op.Values.empty() || Op.Values[0].Kind != ir::ValueKind::Address)
    return nullptr;
  const ir::Path &P = F.Paths[Op.Values[0].Index];
  if (P.Base != ir::BaseKind::Variable || !P.Steps.empty())
    return nullptr;
  return &F.Types[F.Variables[P.Index].Type];
}

/// Attributes do not speak of all that happens.
bool promises(const ir::Symbol &Callee) {
  return std::any_of(Callee.Attributes.begin(), Callee.Attributes.end(),
                     [](const ir::Attribute &A) { return A.Kind != ir::AttributeKind::Makes; });
}

/// How models say that the function waits for other threads.
bool letsOthersRun(const Effect &E) {
  return E.Kind == EffectKind::Copy && E.From.Kind == SlotKind::Null &&
         (E.To.Kind == SlotKind::Unknown || E.To.Kind == SlotKind::Thread);
}

} // namespace

bool UnseenCode::inBody(const std::string &Usr) {
  auto [At, New] = Bodies.try_emplace(Usr, false);
  if (!New)
    return At->second;
  const ir::Function *Body = Known.body(Usr).first;
  if (!Body)
    return At->second = true;
  for (const ir::Block &B : Body->Blocks)
    for (const ir::Op &Op : B.Ops)
      if (runsAt(*Body, Op))
        return At->second = true;
  return false;
}

bool UnseenCode::inCallee(const ir::Symbol &Callee) {
  const Summary *S = Known.of(Callee, 0);
  if (!S || !S->Known)
    return true;
  return Known.body(Callee.Usr).first && inBody(Callee.Usr);
}

/// Whether what the callee calls for its caller is nothing that was seen.
bool UnseenCode::calledBack(const ir::Function &F, const ir::Op &Op, const Effect &E,
                            const Summary &Callee) {
  if (E.From.Kind != SlotKind::Argument)
    return true;
  const std::optional<std::size_t> Index = positionOf(E.From.Index, hasThis(F, Op));
  if (!Index)
    return true;
  const bool All = Callee.Variadic != 0 && E.From.Index == Callee.Variadic;
  const std::size_t End = std::min(All ? Op.Values.size() : *Index + 1, Op.Values.size());
  for (std::size_t I = *Index; I < End; ++I) {
    const ir::Symbol *Closure = calledThrough(F, Op.Values[I]);
    if (!Closure || inCallee(*Closure))
      return true;
  }
  return false;
}

bool UnseenCode::endsElements(const ir::Function &F, const ir::Op &Op, const Summary &S) {
  if (std::none_of(S.Effects.begin(), S.Effects.end(), [](const Effect &E) {
        return E.Kind == EffectKind::Release || E.Kind == EffectKind::Renew;
      }))
    return false;
  const ir::Type *T = typeOfReceiver(F, Op);
  for (int Depth = 0; T && T->Element && !T->Template.empty() && Depth < MaxOwners; ++Depth) {
    T = &F.Types[T->Element - 1];
    if (T->Destructor && inCallee(F.Symbols[T->Destructor - 1]))
      return true;
  }
  return false;
}

bool UnseenCode::runsAt(const ir::Function &F, const ir::Op &Op) {
  if (Op.Kind == ir::OpKind::Lose)
    return static_cast<ir::LossReason>(Op.Detail) == ir::LossReason::Assembler;
  if (Op.Kind != ir::OpKind::Call && (Op.Kind != ir::OpKind::Delete || !Op.Callee))
    return false;
  if (!Op.Callee)
    return true;
  const std::vector<const Summary *> Of = Known.of(F, Op);
  const ir::Symbol &Callee = F.Symbols[Op.Callee - 1];
  const bool HasBody = Known.body(Callee.Usr).first;
  // Of overriders the bodies are not told.
  if (Of.size() != 1 || !Of[0]->Known || (!HasBody && promises(Callee)))
    return true;
  for (const Effect &E : Of[0]->Effects)
    if (letsOthersRun(E) || (E.Kind == EffectKind::Invoke && calledBack(F, Op, E, *Of[0])))
      return true;
  if (endsElements(F, Op, *Of[0]))
    return true;
  return HasBody && inBody(Callee.Usr);
}

} // namespace memlint
