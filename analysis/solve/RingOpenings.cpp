#include "analysis/solve/RingOpenings.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/Carriers.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

/// Iterators of iterators of elements; more is not followed.
constexpr int MaxRounds = 4;

bool isOf(const Slot &S, const Slot &Argument) {
  return S.Kind == SlotKind::Argument && S.Index == Argument.Index;
}

/// Whether what the argument holds, or a part of it, is taken away or replaced.
bool takesAway(const Summary &S, const Slot &Of) {
  const bool Shares = std::any_of(S.Effects.begin(), S.Effects.end(), [&](const Effect &E) {
    return E.Kind == EffectKind::Share && isOf(E.From, Of);
  });
  const bool Adds = std::any_of(S.Effects.begin(), S.Effects.end(), [&](const Effect &E) {
    return isOf(E.To, Of) && E.From.Kind == SlotKind::Argument && !isOf(E.From, Of);
  });
  return std::any_of(S.Effects.begin(), S.Effects.end(), [&](const Effect &E) {
    if (!Shares && E.Kind == EffectKind::Copy && isOf(E.From, Of) && !E.From.Steps.empty() &&
        E.To.Kind == SlotKind::Argument && !isOf(E.To, Of) && !hasField(E.To, "weak"))
      return true; // as swap() does
    const bool Empties = isOf(E.To, Of) && E.From.Kind == SlotKind::Null;
    const bool Ends = isOf(E.From, Of) &&
                      (E.Kind == EffectKind::Release || (E.Kind == EffectKind::Renew && !Adds));
    return Empties || Ends || (isOf(E.From, Of) && E.Kind == EffectKind::MoveObject);
  });
}

} // namespace

bool mayBe(const FieldKey &A, const FieldKey &B) {
  return A.Name == B.Name && (!A.Field || !B.Field || A.Field == B.Field);
}

bool hasField(const Slot &Of, std::string_view Name) {
  return std::any_of(Of.Steps.begin(), Of.Steps.end(),
                     [&](const SlotStep &S) { return S.Name == Name; });
}

bool RingOpenings::isField(const ir::Path &P) {
  return P.Steps.size() > 1 && P.Steps[0].Kind == ir::StepKind::Deref &&
         P.Steps[1].Kind == ir::StepKind::Field;
}

FieldKey RingOpenings::keyOf(const ir::Function &F, const ir::Path &P) const {
  ir::Path Field = P;
  Field.Steps.resize(2);
  return {F.Names[P.Steps[1].Name], PathTypes(Classes, F).fieldOf(Field)};
}

bool RingOpenings::isOfLibrary(const ir::Function &F, const ir::Op &Op) const {
  return Op.Callee && !Known.body(F.Symbols[Op.Callee - 1].Usr).first && !Known.of(F, Op).empty();
}

bool RingOpenings::opens(const ir::Function &F, const ir::Op &Op, std::size_t Position) const {
  if (Op.Kind != ir::OpKind::Call)
    return Op.Kind != ir::OpKind::Begin && Op.Kind != ir::OpKind::End;
  if (!isOfLibrary(F, Op))
    return true;
  const std::uint32_t Callee = F.Symbols[Op.Callee - 1].Flags;
  if (Callee & ir::Destructor || (Callee & ir::Constructor && Position == 0))
    return false;
  const Slot Of = argumentSlot(Position, hasThis(F, Op));
  const std::vector<const Summary *> Any = Known.of(F, Op);
  return std::any_of(Any.begin(), Any.end(),
                     [&](const Summary *S) { return !S->Known || takesAway(*S, Of); });
}

/// What the library hands out of fields that are containers: elements, and what leads to them.
RingOpenings::Elements RingOpenings::elementsOf(const ir::Function &F) const {
  Elements All;
  for (int Round = 0; Round < MaxRounds; ++Round)
    ir::forEachOp(F, [&](const ir::Op &Op) {
      const bool Hands = Op.Kind == ir::OpKind::Copy ||
                         (Op.Kind == ir::OpKind::Call && isOfLibrary(F, Op) && !Op.Values.empty());
      const auto To = Op.To && Hands ? plainVariable(F.Paths[Op.To - 1]) : std::nullopt;
      if (!To)
        return;
      const ir::Value &From = Op.Values[0];
      if (From.Kind == ir::ValueKind::Address && isField(F.Paths[From.Index]))
        All[*To].insert(keyOf(F, F.Paths[From.Index]));
      else if (const auto Variable = variableOf(F, From); Variable && All.contains(*Variable))
        All[*To].merge(std::set(All[*Variable]));
    });
  return All;
}

std::set<FieldKey> RingOpenings::read(const ir::Function &F,
                                      const std::set<OpPlace> &Stores) const {
  std::set<FieldKey> Opened;
  if (F.Symbols[0].Flags & ir::Implicit) // not every unit has the compiler's own
    return Opened;
  const Elements Of = elementsOf(F);
  ir::forEachOp(F, [&](std::uint32_t Block, std::uint32_t I, const ir::Op &Op) {
    if (Stores.contains({Block, I}))
      return;
    for (std::size_t At = 0; At < Op.Values.size(); ++At) {
      const ir::Value &V = Op.Values[At];
      if (V.Kind == ir::ValueKind::Address && isField(F.Paths[V.Index])) {
        if (opens(F, Op, At))
          Opened.insert(keyOf(F, F.Paths[V.Index]));
      } else if (const auto Variable = plainVariable(F, V); Variable && Of.contains(*Variable)) {
        if (Op.Kind == ir::OpKind::Call && isOfLibrary(F, Op) && opens(F, Op, At))
          Opened.insert(Of.at(*Variable).begin(), Of.at(*Variable).end());
      }
    }
  });
  return Opened;
}

} // namespace memlint
