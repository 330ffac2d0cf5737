// Where exceptions take a resource: to a handler of the function, or out of it. Which handler takes
// an exception depends on types that are not known here, so each may.
#include "analysis/solve/ResourceWalk.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {

/// Along the block's edge to the handlers, if there is one.
void ResourceWalk::throwFrom(OpPlace At, Flow Now) {
  for (const ir::Value &V : opAt(F, At).Values)
    if (opAt(F, At).Kind == ir::OpKind::Throw && relation(V, Now).As != Role::None)
      escape(Now);
  const std::vector<ir::Edge> &Edges = F.Blocks[At.Block].Edges;
  const auto To =
      std::find_if(Edges.begin(), Edges.end(), [](const ir::Edge &E) { return E.Thrown; });
  if (To == Edges.end() || To->Target + 1 == F.Blocks.size())
    return leave(At, std::move(Now));
  Now.CaughtFrom = At;
  merge(To->Target, std::move(Now));
}

/// The locals of the function end, and with them what they hold; those with a destructor may
/// release it.
void ResourceWalk::leave(OpPlace At, Flow Now) {
  if (Now.State == Holding::Held && MadeAt) {
    const bool Taken = !Now.Named || Now.Doubtful;
    if (Taken)
      escape(Now);
    else if (std::all_of(Now.Names.begin(), Now.Names.end(),
                         [&](const ir::Path &Name) { return isGone(Name); })) {
      const bool IsOurs = std::all_of(Now.Names.begin(), Now.Names.end(), [&](const ir::Path &N) {
        return What.Form == ResourceForm::Lock || R.storage(N) == Storage::Local;
      });
      Now.State = Holding::Lost;
      Now.How = Loss{IsOurs ? LossKind::Thrown : LossKind::Unfinished, At};
      Now.Names.clear();
    }
  }
  join(Result.Thrown, std::move(Now));
}

/// Whether nobody can name the place, or what it holds, where an exception has left the function.
bool ResourceWalk::isGone(const ir::Path &Name) const {
  if (What.Form == ResourceForm::Lock) // it stays locked
    return R.storage(Name) != Storage::Local;
  if (Name.Base != ir::BaseKind::Variable)
    return false;
  const ir::Variable &V = F.Variables[Name.Index];
  if (R.storage(Name) == Storage::Local)
    return F.Types[V.Type].Flags & ir::TrivialDestructor ||
           !(F.Types[V.Type].Flags & ir::RecordType);
  // No destructor runs for an object whose constructor throws.
  return V.Kind == ir::VariableKind::This && R.buildsObject() && Name.Steps.size() == 2 &&
         Name.Steps[1].Kind == ir::StepKind::Field;
}

/// What the callee is seen to throw.
void ResourceWalk::throwByCall(OpPlace At, const Flow &Now) {
  const ir::Op &Op = opAt(F, At);
  if (At == MadeAt && Now.State == Holding::Not) // then it is not made
    return;
  std::optional<Slot> Of;
  if (Now.State == Holding::Held) {
    bool Lost = false;
    const std::vector<Slot> Slots = slotsOf(Op, Now, Lost);
    if (Lost || Slots.size() > 1)
      return;
    if (!Slots.empty())
      Of = Slots[0];
    // The memory of a new object that is not finished is given back.
    if (Of && Op.Callee && F.Symbols[Op.Callee - 1].Flags & ir::Constructor)
      return;
  }
  for (const Outcome &O : Calls.throws(F, Op, Of, What.Form)) {
    Flow Next = Now;
    R.forgetAfter(Next.Facts, Op);
    if (O.As == Outcome::End::Kept && guard(Op, O.If, Next))
      throwFrom(At, std::move(Next));
  }
}

} // namespace memlint
