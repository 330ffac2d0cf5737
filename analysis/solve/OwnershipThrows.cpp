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

} // namespace

/// How many calls deep the operation has a throw expression; nothing: nowhere.
std::optional<unsigned> Ownership::throwDepth(const ir::Function &F, const ir::Op &Op) {
  if (Op.Kind == ir::OpKind::Throw)
    return 0;
  if (Op.Kind != ir::OpKind::Call || !Op.Callee || F.Symbols[Op.Callee - 1].Flags & ir::NoThrow)
    return std::nullopt;
  const ir::Function *Body = bodyOf(F, Op);
  const std::optional<unsigned> Inner = Body ? throwDepth(*Body) : std::nullopt;
  return Inner ? std::optional(*Inner + 1) : std::nullopt;
}

/// The same of a body.
std::optional<unsigned> Ownership::throwDepth(const ir::Function &F) {
  const auto [At, New] = ThrowDepths.try_emplace(&F); // nothing, while it is asked of itself
  if (!New)
    return At->second;
  std::optional<unsigned> Least;
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops)
      if (const auto Depth = throwDepth(F, Op); Depth && (!Least || *Depth < *Least))
        Least = Depth;
  return ThrowDepths[&F] = Least;
}

std::vector<Outcome> Ownership::throws(const ir::Function &F, const ir::Op &Call,
                                       const std::optional<Slot> &Of, ResourceForm Form) {
  if (!Call.Callee || F.Symbols[Call.Callee - 1].Flags & ir::NoThrow || modelOf(F, Call))
    return {};
  const ir::Function *Body = bodyOf(F, Call);
  if (!Body || Body->Symbols[0].Flags & ir::NoThrow || !throwDepth(*Body))
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
    if (Exit.Doubtful)
      continue;
    Outcome O;
    if (Of)
      O = outcomeAt(In, Exit, *Name);
    else
      O.If = guardsAt(In, Exit);
    if (O.As == Outcome::End::Kept && O.Also.empty() && !O.Forgets)
      All.push_back(std::move(O));
  }
  makeUnique(All);
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
  if (F.Flags & ir::MainFunction || F.Symbols[0].Flags & ir::NoThrow || !throwDepth(F))
    return;
  const WalkResult Result = ResourceWalk(read(F), *this).withExceptions().made(At, What);
  if (Result.GivenUp || (What.Form == ResourceForm::Lock && Result.Releases.empty()))
    return;
  std::vector<Loss> All, Caught;
  bool Handled = false;
  auto ReadCaught = [&](const Flow &Exit) {
    if (Exit.State == Holding::Lost)
      Caught.push_back({LossKind::Thrown, *Exit.CaughtFrom});
    Handled |= Exit.State != Holding::Lost && Exit.State != Holding::Not;
  };
  for (const Flow &Exit : Result.Exits)
    if (Exit.CaughtFrom)
      ReadCaught(Exit);
  for (const Flow &Exit : Result.Thrown)
    if (Exit.CaughtFrom)
      ReadCaught(Exit);
    else if (Exit.State == Holding::Lost)
      All.push_back(*Exit.How);
  if (!Handled)
    All.insert(All.end(), Caught.begin(), Caught.end());
  if (All.empty())
    return;
  // The throw that is easiest to see.
  const Loss &How = *std::min_element(All.begin(), All.end(), [&](const Loss &A, const Loss &B) {
    return std::pair(throwDepth(F, opAt(F, A.At)), A) < std::pair(throwDepth(F, opAt(F, B.At)), B);
  });
  addLost(F, At, What, Result, How, false, To);
  To.back().ThrowDepth = *throwDepth(F, opAt(F, How.At));
}

} // namespace memlint
