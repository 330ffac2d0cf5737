// Pointers that are moved forwards within what was made: who releases it by such a one does not
// give what the allocator gave.
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/ResourceWalk.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {

/// Whether the call gets a pointer into it.
bool ResourceWalk::isInside(const ir::Op &Call, const Flow &Now) const {
  return std::any_of(Call.Values.begin(), Call.Values.end(),
                     [&](const ir::Value &V) { return relation(V, Now).As == Role::Inside; });
}

/// Whether the value points into what was made, behind its beginning.
bool ResourceWalk::isMovedHere(const ir::Value &V, const Flow &Now) const {
  if (Now.State == Holding::Moved)
    return V.Kind != ir::ValueKind::Shifted && relation(V, Now).As != Role::None;
  return Now.State == Holding::Held && V.Kind == ir::ValueKind::Moved && MadeAt &&
         !What.IsAddress && relation({ir::ValueKind::Held, V.Index}, Now).As == Role::Itself;
}

/// `p++`, where nothing else points to the beginning.
bool ResourceWalk::move(OpPlace At, Flow &Now) const {
  const ir::Op &Op = opAt(F, At);
  const ir::Path &To = F.Paths[Op.To - 1];
  const ir::Value V = Op.Values.empty() ? ir::Value{} : Op.Values[0];
  const bool IsOurs = MadeAt && !What.IsAddress && What.Form == ResourceForm::Pointer &&
                      (Now.State == Holding::Held || Now.State == Holding::Moved);
  if (!IsOurs || V.Kind != ir::ValueKind::Moved || F.Paths[V.Index] != To ||
      R.storage(To) != Storage::Local ||
      relation({ir::ValueKind::Held, V.Index}, Now).As != Role::Itself)
    return false;
  if (std::any_of(Now.Names.begin(), Now.Names.end(),
                  [&](const ir::Path &Name) { return Name != To && !isTemporary(Name); }))
    return false;
  if (Now.State == Holding::Held)
    Now.Ended = {At, "", true, true};
  Now.State = Holding::Moved;
  Now.Names = {To};
  forget(Now, To);
  return true;
}

/// A call that gets a pointer into it, and may release that.
void ResourceWalk::giveMoved(OpPlace At, Flow &Now) {
  const ir::Op &Op = opAt(F, At);
  bool Keeps = true;
  for (std::size_t I = 0; I < Op.Values.size(); ++I) {
    if (Now.State == Holding::Moved && relation(Op.Values[I], Now).As != Role::None)
      Keeps &= Op.Values[I].Kind != ir::ValueKind::Address;
    if (!isMovedHere(Op.Values[I], Now))
      continue;
    const auto Cases = Op.Callee ? Calls.outcomes(F, Op, argumentSlot(I, hasThis(F, Op)), What.Form)
                                 : std::nullopt;
    for (const Outcome &O : Cases.value_or(std::vector<Outcome>()))
      if (O.As == Outcome::End::Released && O.Sure && O.OfAny && !Now.Doubtful &&
          isTold(Op, Now, O, *Cases))
        Result.Wrong.insert(
            {ReleaseFault::Moved,
             {At, O.Family, true, true},
             Now.State == Holding::Moved ? std::optional(Now.Ended->At) : std::nullopt});
    Keeps &= Cases && std::all_of(Cases->begin(), Cases->end(), [](const Outcome &O) {
               return O.As == Outcome::End::Kept && O.Also.empty() && !O.Forgets;
             });
  }
  if (Now.State == Holding::Moved && !Keeps)
    escape(Now);
}

} // namespace memlint
