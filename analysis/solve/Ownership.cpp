#include "analysis/solve/Ownership.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/Loops.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/CellText.h"
#include "analysis/solve/ExitCases.h"
#include "analysis/solve/FailureSigns.h"
#include "analysis/solve/SlotPath.h"
#include "analysis/solve/UnlikelyWays.h"

#include <algorithm>

namespace memlint {
namespace {

/// Whether an operator of the class makes it, which is often that of a pool: whatever it takes the
/// memory from may take it back.
bool mayBePooled(const ir::Function &F, const ir::Op &Op) {
  return Op.Kind == ir::OpKind::Copy && Op.Values[0].Kind == ir::ValueKind::Site &&
         F.Sites[Op.Values[0].Index].Flags & ir::ClassNew;
}

bool loses(const WalkResult &R) {
  return std::any_of(R.Exits.begin(), R.Exits.end(),
                     [](const Flow &Exit) { return Exit.State == Holding::Lost; });
}

/// Whether the caller may have it then.
bool leaves(const ResourceFunction &In, const std::vector<Flow> &Exits) {
  return std::any_of(Exits.begin(), Exits.end(), [&](const Flow &Exit) {
    return Exit.State == Holding::Held &&
           std::any_of(Exit.Names.begin(), Exit.Names.end(),
                       [&](auto &Name) { return In.storage(Name) == Storage::Visible; });
  });
}

/// Whether anything but the call that makes it speaks of the variable that has it: a descriptor
/// that nothing speaks of was made for its number, as those that fill the standard ones.
bool isUsed(Terms &In, OpPlace At, const Made &What) {
  const ir::Function &F = In.function();
  const std::optional<ir::Path> Has = pathAt(In, opAt(F, At), What.To);
  if (!Has || Has->Base != ir::BaseKind::Variable)
    return true;
  auto Speaks = [&](const ir::Value &V) { return variableIn(F, V) == Has->Index; };
  bool Is = std::any_of(F.Conditions.begin(), F.Conditions.end(),
                        [&](const ir::Condition &C) { return Speaks(C.Left) || Speaks(C.Right); });
  ir::forEachOp(F, [&](std::uint32_t Block, std::uint32_t Index, const ir::Op &Op) {
    if (OpPlace{Block, Index} != At)
      Is |= std::any_of(Op.Values.begin(), Op.Values.end(), Speaks);
  });
  return Is;
}

/// Whether it closes a standard descriptor: what is opened then may have its number.
bool closesStandard(const ir::Function &F, const ir::Op &Call, const Model *Says) {
  if (!Says)
    return false;
  const std::vector<Effect> &All = Says->Handles.Effects;
  return std::any_of(All.begin(), All.end(), [&](const Effect &E) {
    const ir::Value *V = E.Kind == EffectKind::Release ? valueAt(F, Call, E.From) : nullptr;
    const std::optional<std::int64_t> Number = V ? numberOf(*V) : std::nullopt;
    return Number && Range::between(0, 2).contains(*Number);
  });
}

/// Whether it is the end of a variable that the source does not show, in a macro of a library.
bool isElsewhere(const ir::Function &F, const Loss &L) {
  if (L.Kind == LossKind::StillLocked)
    return false;
  const ir::Op &Op = opAt(F, L.At);
  return Op.Kind == ir::OpKind::End && Op.Where.Line == 0 &&
         F.Variables[F.Paths[Op.To - 1].Index].Kind == ir::VariableKind::Local;
}

/// Whether it stands in a loop that the block is not in: that the loop does not run, or not so far,
/// is no proof.
bool isBesides(const ir::Loops &Loops, OpPlace Release, std::uint32_t Block) {
  const std::uint32_t Inner = Loops.Innermost[Release.Block];
  return Inner != 0 && !Loops.contains(Inner - 1, Block);
}

/// Whether a lock is held on some ways out and released on others, and callers are not told by the
/// result: by zero, true or what was found where it is locked, as of a function that locks where it
/// can. False says that it could not.
bool staysLocked(Terms &In, const WalkResult &Result) {
  const Term Returned = In.of(ir::Path{ir::BaseKind::Result, 0, {}});
  std::optional<Range> Locked, Unlocked;
  bool Releases = false;
  for (const Flow &Exit : Result.Exits) {
    if (Exit.Doubtful || Exit.State == Holding::Escaped)
      continue;
    const Range Of = Exit.Facts.rangeOf(Returned);
    std::optional<Range> &To = Exit.State == Holding::Held ? Locked : Unlocked;
    To = To ? To->join(Of) : Of;
    Releases |= Exit.State == Holding::Released;
  }
  if (!Locked || !Releases)
    return false;
  const ir::Function &F = In.function();
  const std::string Type = F.ResultType ? F.Types[F.ResultType - 1].Name : "";
  const bool IsTruth = Type == "bool" || Type == "_Bool";
  const bool IsPointer = F.ResultType && F.Types[F.ResultType - 1].Flags & ir::PointerType;
  const bool Tells = Locked->meet(*Unlocked).isEmpty() &&
                     ((*Locked == Range::only(0) && !IsTruth) ||
                      (*Unlocked == Range::only(0) &&
                       (IsPointer ? Range::allBut(0) : Range::atLeast(1)).contains(*Locked)));
  return !Tells;
}

} // namespace

ResourceFunction &Ownership::read(const ir::Function &F) {
  auto [At, New] = Read.try_emplace(&F);
  if (New)
    At->second = std::make_unique<ResourceFunction>(F, Known, Uses, Numbers);
  return *At->second;
}

std::vector<Made> Ownership::madeAt(const ir::Function &F, const ir::Op &Op) {
  if (Op.Kind == ir::OpKind::Copy && !Op.Values.empty() &&
      Op.Values[0].Kind == ir::ValueKind::Site) {
    const ir::Site &S = F.Sites[Op.Values[0].Index];
    const std::string Family = S.Flags & ir::ClassNew             ? "any"
                               : S.Form == ir::SiteForm::NewArray ? "new[]"
                                                                  : "new";
    return {{Slot{SlotKind::Result, 0, "", {}, false}, Family, {}, std::nullopt}};
  }
  if (Op.Kind != ir::OpKind::Call || !Op.Callee || mayRunOverrider(Op, F.Symbols[Op.Callee - 1]))
    return {};
  if (const Model *M = modelOf(F, Op))
    return madeAsModelled(F, Op, *M);
  const ir::Function *Body = bodyOf(F, Op);
  return Body ? resourcesOf(*Body).ForCallers : std::vector<Made>();
}

/// What a model makes both in memory and as a handle is one thing, and where the caller has it says
/// which: a pointer, or a number.
std::vector<Made> Ownership::madeAsModelled(const ir::Function &F, const ir::Op &Call,
                                            const Model &Says) {
  std::vector<Made> All = madeBy(Says.What, Says.Success);
  for (Made &Handle : madeBy(Says.Handles, Says.Success)) {
    const auto Same = std::find_if(All.begin(), All.end(), [&](const Made &M) {
      return M.To == Handle.To && M.Family == Handle.Family;
    });
    const auto Place = Same == All.end() ? std::nullopt : pathAt(read(F).In, Call, Handle.To);
    if (Place && typeFlags(F, *Place) & ir::PointerType)
      continue;
    Handle.Form = formOf(Handle.Family);
    if (Same == All.end())
      All.push_back(std::move(Handle));
    else
      *Same = std::move(Handle);
  }
  for (Made &M : All)
    M.IsGuess = Says.SuccessIsGuess && M.Or;
  return All;
}

/// What is lost only where it hardly comes by, or where no call of the function comes, is not lost.
/// Where a caller may get it, all exits are there.
WalkResult Ownership::walk(const ir::Function &F, OpPlace At, const Made &What) {
  ResourceFunction &In = read(F);
  std::set<Branch> Unlikely;
  WalkResult Result = ResourceWalk(In, *this).made(At, What);
  if (loses(Result)) {
    Unlikely = unlikelyWays(In, At, Result);
    Unlikely.merge(failureBranches(In, At, Result, What.Signs));
    if (!Unlikely.empty())
      Result = ResourceWalk(In, *this).doubting(Unlikely).made(At, What);
  }
  if (What.Form != ResourceForm::Lock && leaves(In, Result.Exits))
    Result = ResourceWalk(In, *this).doubting(Unlikely).wholly().made(At, What);
  if (loses(Result) || !Result.Wrong.empty())
    dropUncalled(In, At, What, Unlikely, Result);
  return Result;
}

/// Some numbers are given only together with others: what none of the function's calls comes to
/// does not happen.
void Ownership::dropUncalled(ResourceFunction &In, OpPlace At, const Made &What,
                             const std::set<Branch> &Unlikely, WalkResult &From) {
  const std::vector<ValueFacts> Starts = In.starts();
  if (Starts.empty())
    return;
  bool Loses = false;
  std::set<WrongRelease> Wrong;
  for (const ValueFacts &Each : Starts) {
    WalkResult Of = ResourceWalk(In, *this).from(Each).doubting(Unlikely).made(At, What);
    if (Of.GivenUp)
      return;
    Loses |= loses(Of);
    Wrong.merge(Of.Wrong);
  }
  if (!Loses)
    std::erase_if(From.Exits, [](const Flow &Exit) { return Exit.State == Holding::Lost; });
  std::erase_if(From.Wrong, [&](const WrongRelease &W) { return !Wrong.contains(W); });
}

/// Where nobody says what of a call's answers is its success, the function is taken to know: only
/// what it loses either way is lost. It releases where the call succeeded, if anywhere.
std::pair<Made, WalkResult> Ownership::follow(const ir::Function &F, OpPlace At, const Made &What) {
  WalkResult Result = walk(F, At, What);
  if (!What.IsGuess || Result.GivenUp || !loses(Result))
    return {What, std::move(Result)};
  Made Opposite = What;
  std::swap(Opposite.If, *Opposite.Or);
  WalkResult Other = walk(F, At, Opposite);
  if (Other.GivenUp || !loses(Other) || (Result.Releases.empty() && !Other.Releases.empty()))
    return {std::move(Opposite), std::move(Other)};
  return {What, std::move(Result)};
}

/// Where some caller gets it, the exits with all that callers may know; as they are where that is
/// too much.
std::vector<Flow> Ownership::exitsForCallers(ResourceFunction &In, OpPlace At, const Made &What,
                                             const std::vector<Flow> &Exits) {
  if (!leaves(In, Exits) || !In.comparesGiven())
    return Exits;
  WalkResult Whole = ResourceWalk(In, *this).forCallers().made(At, What);
  return Whole.GivenUp ? Exits : std::move(Whole.Exits);
}

const Ownership::BodyResources &Ownership::resourcesOf(const ir::Function &F) {
  const auto [At, New] = OfBodies.try_emplace(&F); // none, while it is asked of itself
  if (!New)
    return At->second;
  BodyResources All;
  std::set<OpPlace> Nested; // locks that are locked while they are
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I) {
      const ir::Function &Named = isIndirect(F.Blocks[B].Ops[I]) ? read(F).F : F;
      for (const Made &Each : madeAt(Named, Named.Blocks[B].Ops[I])) {
        const auto [M, Result] = follow(F, {B, I}, Each);
        if (Result.GivenUp) {
          ++All.Faults.GivenUp;
          continue;
        }
        if (!Result.LockedAgain.empty())
          Nested.insert({B, I});
        Nested.insert(Result.LockedAgain.begin(), Result.LockedAgain.end());
        readWrong(F, OpPlace{B, I}, M, Result, All.Faults.Wrong);
        if (mayBePooled(F, F.Blocks[B].Ops[I]))
          continue;
        readMade(read(F), {B, I}, M, Result, All.ForCallers);
        readLost(F, {B, I}, M, Result, All.Faults.Lost);
        if (!loses(Result))
          readThrown(F, {B, I}, M, All.Faults.Lost);
      }
    }
  // Who locks again unlocks again.
  std::erase_if(All.Faults.Wrong, [&](const WronglyReleased &W) {
    return W.How.What == ReleaseFault::Twice && W.Made && Nested.contains(*W.Made);
  });
  std::sort(All.ForCallers.begin(), All.ForCallers.end());
  All.ForCallers.erase(std::unique(All.ForCallers.begin(), All.ForCallers.end()),
                       All.ForCallers.end());
  // Of several places that one result comes from the caller cannot tell which.
  if (All.ForCallers.size() > 1)
    All.ForCallers.clear();
  return OfBodies[&F] = std::move(All);
}

/// Whether the function unlocked it before, as whoever is called with the lock held: the caller had
/// it then.
bool Ownership::isLockedBefore(ResourceFunction &In, OpPlace At, const Slot &Place) {
  const std::optional<ir::Path> Name = pathIn(In.In, Place);
  return Name && !isWeak(*Name) &&
         ResourceWalk(In, *this)
             .given(*Name, Place.Steps.empty(), ResourceForm::Lock)
             .Relocked.contains(At);
}

/// Where the caller has it in the end, if something tells the caller whether it has: the result, or
/// the place itself.
void Ownership::readMade(ResourceFunction &In, OpPlace At, const Made &What,
                         const WalkResult &Result, std::vector<Made> &To) {
  std::optional<Slot> Place;
  std::optional<CaseGuards> Has, HasNot; // what the caller knows then
  for (const Flow &Exit : exitsForCallers(In, At, What, Result.Exits)) {
    bool There = false;
    for (const ir::Path &Name : Exit.Names)
      if (Exit.State == Holding::Held && In.storage(Name) == Storage::Visible) {
        const std::optional<Slot> S = slotOf(In.In, Name);
        if (!S || (Place && *Place != *S) ||
            (S->Kind == SlotKind::Argument && S->Index == 0 && What.Form != ResourceForm::Lock))
          return;
        Place = S;
        There = true;
      }
    if (!There && Exit.Doubtful) // it may not come back
      continue;
    std::optional<CaseGuards> &Of = There ? Has : HasNot;
    Of = Of ? inEither(*Of, guardsAt(In, Exit)) : guardsAt(In, Exit);
  }
  if (!Has || (HasNot && !areApart(*Has, *HasNot)))
    return; // never, or the caller cannot tell
  if (What.Form == ResourceForm::Lock && isLockedBefore(In, At, *Place))
    return;
  Made M{*Place, What.Family, {}, std::nullopt, What.Form};
  if (HasNot) {
    M.Signs = failureSigns(In, Uses, At, Result, What.Signs);
    M.If = withSigns(*std::move(Has), M.Signs);
    M.Or = std::move(*HasNot);
    M.IsGuess = What.IsGuess;
  }
  To.push_back(std::move(M));
}

void Ownership::readLost(const ir::Function &F, OpPlace At, const Made &What,
                         const WalkResult &Result, std::vector<LostResource> &To) {
  std::vector<Loss> All;
  if (What.Form == ResourceForm::Lock && staysLocked(read(F).In, Result))
    All.push_back({LossKind::StillLocked, wayOut(F, read(F).Walk, At, Result.Releases)});
  for (const Flow &Exit : Result.Exits)
    if (Exit.State == Holding::Lost)
      All.push_back(*Exit.How);
  if (All.empty())
    return;
  if (What.Form == ResourceForm::Descriptor &&
      (!isUsed(read(F).In, At, What) || ir::anyOp(F, [&](const ir::Op &Op) {
        return Op.Kind == ir::OpKind::Call && Op.Callee && closesStandard(F, Op, modelOf(F, Op));
      })))
    return;
  const ir::Loops &Loops = read(F).Loops;
  std::erase_if(All, [&](const Loss &L) { return isElsewhere(F, L); });
  if (F.Flags & ir::MainFunction) // what main holds in the end goes with the program
    std::erase_if(All, [&](const Loss &L) {
      return L.Kind == LossKind::ScopeEnd && Loops.Innermost[L.At.Block] == 0;
    });
  if (All.empty() || std::any_of(Result.Releases.begin(), Result.Releases.end(),
                                 [&](OpPlace P) { return isBesides(Loops, P, At.Block); }))
    return;
  const bool Certain = !Result.Escapes &&
                       std::all_of(Result.Exits.begin(), Result.Exits.end(), [](const Flow &Exit) {
                         return Exit.State == Holding::Lost || Exit.State == Holding::Not;
                       });
  addLost(F, At, What, Result, *std::min_element(All.begin(), All.end()), Certain, To);
}

void Ownership::addLost(const ir::Function &F, OpPlace At, const Made &What,
                        const WalkResult &Result, const Loss &How, bool Certain,
                        std::vector<LostResource> &To) {
  ResourceFunction &In = read(F);
  const ir::Op &Op = opAt(In.F, At);
  const std::optional<ir::Path> Into =
      What.To.Kind == SlotKind::Argument ? pathAt(In.In, Op, What.To) : std::nullopt;
  To.push_back({indexOf(F), At, Op.Callee ? In.F.Symbols[Op.Callee - 1].Name : "", What.Family, How,
                Into ? textOf(In.In, *Into) : "", Certain,
                storyOf(F, In.Walk, At, How.At, Result.Borrows, Result.Releases, Result.Ways)});
}

ResourceFaults Ownership::faults() {
  ResourceFaults All;
  for (const ir::Function &F : Functions) {
    if (F.Flags & (NotFollowed | ir::LeftAlone))
      continue;
    ResourceFaults Here = resourcesOf(F).Faults;
    All.GivenUp += Here.GivenUp;
    followAddresses(F, Here.Wrong);
    followGiven(F, Here);
    All.Lost.insert(All.Lost.end(), Here.Lost.begin(), Here.Lost.end());
    All.Wrong.insert(All.Wrong.end(), Here.Wrong.begin(), Here.Wrong.end());
  }
  return All;
}

} // namespace memlint
