// Which calls are seen to throw, and what is lost then. An exception that nobody sees being thrown
// is none; one that some handler of a function may take does not leave it.
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/ExitCases.h"
#include "analysis/solve/Ownership.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

/// Cases that are kept apart.
constexpr std::size_t MaxThrows = 8;

bool isSure(const Flow &Exit) { return !Exit.Doubtful; }

} // namespace

/// Whether the body, or one that it calls, has a throw expression.
bool Ownership::isSeenToThrow(const ir::Function &F) {
  const auto [At, New] = SeenToThrow.try_emplace(&F, false); // no, while it is asked of itself
  if (!New)
    return At->second;
  auto Throws = [&](const ir::Op &Op) {
    if (Op.Kind != ir::OpKind::Call || !Op.Callee)
      return Op.Kind == ir::OpKind::Throw;
    const ir::Function *Body =
        F.Symbols[Op.Callee - 1].Flags & ir::NoThrow ? nullptr : bodyOf(F, Op);
    return Body && isSeenToThrow(*Body);
  };
  const bool Any = std::any_of(F.Blocks.begin(), F.Blocks.end(), [&](const ir::Block &B) {
    return std::any_of(B.Ops.begin(), B.Ops.end(), Throws);
  });
  return SeenToThrow[&F] = Any;
}

std::vector<Outcome> Ownership::throws(const ir::Function &F, const ir::Op &Call,
                                       const std::optional<Slot> &Of, ResourceForm Form) {
  if (!Call.Callee || F.Symbols[Call.Callee - 1].Flags & ir::NoThrow || modelOf(F, Call))
    return {};
  const ir::Function *Body = bodyOf(F, Call);
  if (!Body || Body->Symbols[0].Flags & ir::NoThrow || !isSeenToThrow(*Body))
    return {};
  const auto [At, New] = Throws.try_emplace({Body, Of, Form}); // never, while it is asked of itself
  if (!New)
    return At->second;
  std::vector<Outcome> All = readThrows(*Body, Of, Form);
  return Throws[{Body, Of, Form}] = std::move(All);
}

std::vector<Outcome> Ownership::readThrows(const ir::Function &F, const std::optional<Slot> &Of,
                                           ResourceForm Form) {
  ResourceFunction &In = read(F);
  const std::optional<ir::Path> Name = Of ? pathIn(In.In, *Of) : std::nullopt;
  if (Of && (!Name || In.isExposed(*Name) || isWeak(*Name)))
    return {};
  ResourceWalk Walk(In, *this);
  Walk.withExceptions();
  const WalkResult Result = Of ? Walk.given(*Name, Of->Steps.empty(), Form) : Walk.values();
  if (Result.GivenUp)
    return {};
  std::vector<Outcome> All;
  for (const Flow &Exit : Result.Thrown) {
    if (!isSure(Exit))
      continue;
    Outcome O;
    if (Of)
      O = outcomeAt(In, Exit, *Name);
    else
      O.If = guardsAt(In, Exit);
    if (O.As == Outcome::End::Kept && O.Also.empty() && !O.Forgets)
      All.push_back(std::move(O));
  }
  std::sort(All.begin(), All.end());
  All.erase(std::unique(All.begin(), All.end()), All.end());
  if (All.size() > MaxThrows) {
    for (const Outcome &O : All)
      All[0].If = inEither(All[0].If, O.If);
    All.resize(1);
  }
  return All;
}

/// What an exception loses that nothing else does. Of a handler nobody knows whether it takes the
/// exception: what is released on one way behind some handler is not lost behind another.
void Ownership::readThrown(const ir::Function &F, OpPlace At, const Made &What,
                           std::vector<LostResource> &To) {
  if (F.Flags & ir::MainFunction || F.Symbols[0].Flags & ir::NoThrow || !isSeenToThrow(F))
    return;
  const WalkResult Result = ResourceWalk(read(F), *this).withExceptions().made(At, What);
  if (Result.GivenUp || (What.Form == ResourceForm::Lock && Result.Releases.empty()))
    return;
  std::vector<Loss> All;
  bool Handled = false;
  for (const std::vector<Flow> *Exits : {&Result.Exits, &Result.Thrown})
    for (const Flow &Exit : *Exits)
      Handled |= Exit.CaughtFrom && Exit.State != Holding::Lost && Exit.State != Holding::Not;
  for (const std::vector<Flow> *Exits : {&Result.Exits, &Result.Thrown})
    for (const Flow &Exit : *Exits)
      if (Exit.State == Holding::Lost && !(Exit.CaughtFrom && Handled))
        All.push_back({LossKind::Thrown, Exit.CaughtFrom ? *Exit.CaughtFrom : Exit.How->At});
  if (!All.empty())
    addLost(F, At, What, Result, *std::min_element(All.begin(), All.end()), false, To);
}

} // namespace memlint
