#include "analysis/solve/Ownership.h"

#include "analysis/ir/Loops.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/CellText.h"
#include "analysis/solve/ExitCases.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <set>

namespace memlint {
namespace {

/// Cases of one slot of one function that are kept apart.
constexpr std::size_t MaxCases = 8;
/// Blocks of a function whose answers are read: predicates are small, and of others callers seldom
/// learn anything.
constexpr std::size_t MaxAnswering = 24;
/// What is not followed: control that comes back elsewhere, and bodies that are not whole.
constexpr std::uint32_t NotFollowed =
    ir::NotLowered | ir::Coroutine | ir::GlobalInit | ir::HasSetjmp | ir::Damaged;

bool isMentioned(const Summary &S, const Slot &Of) {
  auto Of1 = [&](const Slot &Place) { return Place.Kind == Of.Kind && Place.Index == Of.Index; };
  return std::any_of(S.Effects.begin(), S.Effects.end(),
                     [&](const Effect &E) { return Of1(E.From) || Of1(E.To); });
}

/// What is known of the type of a place: of a variable, or of the result.
std::uint32_t flagsOf(const ir::Function &F, const ir::Path &P) {
  if (!P.Steps.empty() || P.Base == ir::BaseKind::Global)
    return 0;
  if (P.Base == ir::BaseKind::Variable)
    return F.Types[F.Variables[P.Index].Type].Flags;
  return F.ResultType ? F.Types[F.ResultType - 1].Flags : 0;
}

bool loses(const WalkResult &R) {
  return std::any_of(R.Exits.begin(), R.Exits.end(),
                     [](const Flow &Exit) { return Exit.State == Holding::Lost; });
}

void keepResult(CaseGuards &Of) {
  std::erase_if(Of, [](const CaseGuard &G) { return G.Subject.Kind != SlotKind::Result; });
}

/// Whether it stands in a loop that the block is not in: that the loop does not run, or not so far,
/// is no proof.
bool isBesides(const ir::Loops &Loops, OpPlace Release, std::uint32_t Block) {
  const std::uint32_t Inner = Loops.Innermost[Release.Block];
  return Inner != 0 && !Loops.contains(Inner - 1, Block);
}

/// Whether a lock is held on some ways out and released on others, and callers are not told by the
/// result: by zero or true where it is locked, as of a function that locks where it can.
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
  const bool Tells = Locked->meet(*Unlocked).isEmpty() &&
                     (*Locked == Range::only(0) ||
                      (*Unlocked == Range::only(0) && Range::atLeast(1).contains(*Locked)));
  return !Tells;
}

/// An error that is told behind a call that may not come back is none where the function has sure
/// ways without it: null, or a negative number.
void dropDoubtfulErrors(Terms &In, std::vector<Flow> &Exits) {
  const Term Returned = In.of(ir::Path{ir::BaseKind::Result, 0, {}});
  const ir::Function &F = In.function();
  const bool IsPointer = F.ResultType && F.Types[F.ResultType - 1].Flags & ir::PointerType;
  const Range Errors = IsPointer ? Range::only(0) : Range::of(ir::Comparison::Less, true, 0);
  auto IsError = [&](const Flow &Exit) { return Errors.contains(Exit.Facts.rangeOf(Returned)); };
  if (std::any_of(Exits.begin(), Exits.end(),
                  [&](const Flow &Exit) { return !Exit.Doubtful && !IsError(Exit); }))
    std::erase_if(Exits, [&](const Flow &Exit) { return Exit.Doubtful && IsError(Exit); });
}

template <class Then> void forEachOp(const ir::Function &F, const Then &Do) {
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      Do(OpPlace{B, I}, F.Blocks[B].Ops[I]);
}

/// The variable that the value is in, or in what is reached from there.
std::optional<std::uint32_t> variableIn(const ir::Function &F, const ir::Value &V) {
  if (V.Kind != ir::ValueKind::Held && V.Kind != ir::ValueKind::Shifted &&
      V.Kind != ir::ValueKind::Address)
    return std::nullopt;
  const ir::Path &P = F.Paths[V.Index];
  return P.Base == ir::BaseKind::Variable ? std::optional(P.Index) : std::nullopt;
}

/// Adds the variables from which what these hold may come: by copies, and through calls.
void addSources(const ir::Function &F, std::set<std::uint32_t> &To) {
  for (std::size_t Before = 0; !To.empty() && Before != To.size();) {
    Before = To.size();
    forEachOp(F, [&](OpPlace, const ir::Op &Op) {
      std::optional<std::uint32_t> Target;
      if (Op.To && F.Paths[Op.To - 1].Base == ir::BaseKind::Variable)
        Target = F.Paths[Op.To - 1].Index;
      const bool Passes = Op.Kind == ir::OpKind::Call &&
                          std::any_of(Op.Values.begin(), Op.Values.end(), [&](const ir::Value &V) {
                            const auto In = variableIn(F, V);
                            return In && To.contains(*In);
                          });
      if (!Passes && !(Target && To.contains(*Target)))
        return;
      for (const ir::Value &V : Op.Values)
        if (const auto From = variableIn(F, V))
          To.insert(*From);
    });
  }
}

} // namespace

ResourceFunction &Ownership::read(const ir::Function &F) {
  auto [At, New] = Read.try_emplace(&F);
  if (New)
    At->second = std::make_unique<ResourceFunction>(F, Known, Uses);
  return *At->second;
}

const Model *Ownership::modelOf(const ir::Function &F, const ir::Op &Call) const {
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  const bool HasBody = Known.body(S.Usr).first;
  if (const Model *M =
          Library.model(S, CallArguments(F, Call), HasBody ? ModelsOf::Users : ModelsOf::Everybody))
    return M;
  if (HasBody || !saysWhoReleases(S))
    return nullptr;
  const auto [At, New] = Promised.try_emplace(S.Usr);
  if (const std::vector<const Summary *> Any = Known.of(F, Call); New && Any.size() == 1)
    At->second.What = *Any[0];
  if (New) {
    At->second.Handles = handlesOfAttributes(S);
    nameFamilies(S, At->second.What);
  }
  return &At->second;
}

/// Of malloc(f): what f releases, if a model says that.
void Ownership::nameFamilies(const ir::Symbol &S, Summary &Of) const {
  for (const ir::Attribute &A : S.Attributes) {
    if (A.Kind != ir::AttributeKind::ReturnsOwned || !A.Word.ends_with("()"))
      continue;
    ir::Symbol Releaser;
    Releaser.Name = A.Word.substr(0, A.Word.size() - 2);
    const Model *M = Library.model(Releaser, CallArguments(1), ModelsOf::Everybody);
    std::string Family = "any";
    for (const Effect &E : M ? M->What.Effects : std::vector<Effect>())
      if (E.Kind == EffectKind::Release)
        Family = E.From.Word;
    for (Effect &E : Of.Effects)
      if (E.From.Kind == SlotKind::Fresh)
        E.From.Word = Family;
  }
}

const ir::Function *Ownership::bodyOf(const ir::Function &F, const ir::Op &Call) const {
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  if (mayRunOverrider(Call, S))
    return nullptr;
  const ir::Function *Body = Known.body(S.Usr).first;
  return Body && !(Body->Flags & NotFollowed) ? Body : nullptr;
}

bool Ownership::mayEndProgram(const ir::Function &F, const ir::Op &Call) const {
  if (!Call.Callee)
    return Known.of(F, Call).empty();
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  return Known.of(F, Call).empty() && !mayRunOverrider(Call, S) && !borrowsWithoutModel(S) &&
         !modelOf(F, Call);
}

bool Ownership::mayUnlock(const ir::Function &F, const ir::Op &Call) {
  if (!Call.Callee)
    return true;
  if (modelOf(F, Call)) // works on what it is given
    return false;
  const ir::Function *Body = Known.body(F.Symbols[Call.Callee - 1].Usr).first;
  if (!Body)
    return false;
  const auto [At, New] = Unlocks.try_emplace(Body, false); // no, while it is asked of itself
  if (!New)
    return At->second;
  bool May = false;
  forEachOp(*Body, [&](OpPlace, const ir::Op &Op) {
    if (May || Op.Kind != ir::OpKind::Call)
      return;
    const Model *M = Op.Callee ? modelOf(*Body, Op) : nullptr;
    May = M ? isLocking(*M) : mayUnlock(*Body, Op);
  });
  return Unlocks[Body] = May;
}

std::optional<std::vector<Outcome>> Ownership::outcomes(const ir::Function &F, const ir::Op &Call,
                                                        const Slot &Of, ResourceForm Form) {
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  if (const Model *M = modelOf(F, Call); M && !mayRunOverrider(Call, S))
    return outcomesOf(isMentioned(M->Handles, Of) ? M->Handles : M->What, M->Success, Of,
                      Call.To && !(flagsOf(F, F.Paths[Call.To - 1]) & ir::IntegerType));
  if (const ir::Function *Body = bodyOf(F, Call))
    return outcomesOfBody(*Body, Of, Form);
  const std::vector<const Summary *> Any = Known.of(F, Call);
  if (Any.empty())
    return borrowsWithoutModel(S) && !mayRunOverrider(Call, S)
               ? std::optional(std::vector<Outcome>{{}})
               : std::nullopt;
  for (const Summary *Each : Any)
    if (!Each->Known || isMentioned(*Each, Of))
      return std::nullopt;
  return std::vector<Outcome>{{}};
}

std::optional<std::vector<Outcome>> Ownership::outcomesOfBody(const ir::Function &F, const Slot &Of,
                                                              ResourceForm Form) {
  const auto [At, New] = Given.try_emplace({&F, Of, Form});
  if (New) { // nothing, while it is asked of itself
    auto All = readOutcomes(F, Of, Form);
    return Given[{&F, Of, Form}] = std::move(All);
  }
  return At->second;
}

std::optional<std::vector<Outcome>> Ownership::readOutcomes(const ir::Function &F, const Slot &Of,
                                                            ResourceForm Form) {
  const Summary *Whole = Known.body(F.Symbols[0].Usr).second;
  ResourceFunction &In = read(F);
  const std::optional<ir::Path> Name = pathIn(In.In, Of);
  if (!Name || !Whole || !Whole->Known || (Whole->Variadic && Of.Index >= Whole->Variadic))
    return std::nullopt;
  if (Form == ResourceForm::Pointer && !isMentioned(*Whole, Of) &&
      (Of.Steps.empty() || !Uses.of(F).WritesUnnamed))
    return std::vector<Outcome>{{}};
  if (In.isExposed(*Name) || isWeak(*Name))
    return std::nullopt;
  const WalkResult Result = ResourceWalk(In, *this).given(*Name, Of.Steps.empty(), Form);
  if (Result.GivenUp || Result.Exits.empty())
    return std::nullopt;
  std::vector<Outcome> All;
  for (const Flow &Exit : Result.Exits)
    All.push_back(outcomeAt(In, Exit, *Name));
  if (std::all_of(All.begin(), All.end(), [&](const Outcome &O) {
        return O.As == All[0].As && O.Also.empty() && O.Forgets == All[0].Forgets &&
               O.Family == All[0].Family && O.Sure == All[0].Sure && O.OfAny == All[0].OfAny;
      })) {
    for (const Outcome &O : All)
      All[0].If = inEither(All[0].If, O.If);
    All.resize(1);
    return All;
  }
  makeUnique(All);
  if (All.size() > MaxCases) {
    for (Outcome &O : All)
      keepResult(O.If);
    makeUnique(All);
  }
  return All.size() <= MaxCases ? std::optional(std::move(All)) : std::nullopt;
}

std::optional<std::vector<CaseGuards>> Ownership::answers(const ir::Function &F,
                                                          const ir::Op &Call) {
  const MemoryUse *Use = Uses.of(F, Call);
  if (!Use || modelOf(F, Call))
    return std::nullopt;
  const ir::Function *Body = bodyOf(F, Call);
  if (!Body || Body->Blocks.size() > MaxAnswering)
    return std::nullopt;
  const bool OnlyReads = Use->IsWhole && Use->Writes.empty();
  CaseGuards Given;
  for (std::size_t I = 0; I < Call.Values.size(); ++I)
    if (const std::optional<std::int64_t> Number = numberOf(Call.Values[I]))
      Given.push_back({argumentSlot(I, hasThis(F, Call)), Range::only(*Number)});
  const auto [At, New] = Answers.try_emplace({Body, Given}); // none, while it is asked of itself
  if (!New)
    return At->second;
  auto All = readAnswers(*Body, OnlyReads, Given);
  return Answers[{Body, Given}] = std::move(All);
}

std::optional<std::vector<CaseGuards>> Ownership::readAnswers(const ir::Function &F, bool OnlyReads,
                                                              const CaseGuards &Given) {
  ResourceFunction &In = read(F);
  WalkResult Result = ResourceWalk(In, *this).values(Given);
  dropDoubtfulErrors(In.In, Result.Exits);
  if (Result.GivenUp || Result.Exits.size() > MaxCases)
    return std::nullopt;
  std::vector<CaseGuards> All;
  if (Result.Exits.empty()) // it does not come back
    return All;
  for (const Flow &Exit : Result.Exits) {
    All.push_back(guardsAt(In, Exit));
    if (!OnlyReads) // what it writes is not followed here
      std::erase_if(All.back(), [](const CaseGuard &G) { return !G.Subject.Steps.empty(); });
  }
  CaseGuards Always = All.front();
  for (const CaseGuards &If : All)
    Always = inEither(Always, If);
  const bool Tells = std::any_of(All.begin(), All.end(), [](const CaseGuards &If) {
    return std::any_of(If.begin(), If.end(),
                       [](const CaseGuard &G) { return G.Subject.Kind != SlotKind::Result; });
  });
  return Tells || !Always.empty() ? std::optional(std::move(All)) : std::nullopt;
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
    if (Place && flagsOf(F, *Place) & ir::PointerType)
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

/// Where nobody says what of a call's answers is its success, the function is taken to know: only
/// what it loses either way is lost. It releases where the call succeeded, if anywhere.
std::pair<Made, WalkResult> Ownership::follow(const ir::Function &F, OpPlace At, const Made &What) {
  WalkResult Result = ResourceWalk(read(F), *this).made(At, What);
  if (!What.IsGuess || Result.GivenUp || !loses(Result))
    return {What, std::move(Result)};
  Made Opposite = What;
  std::swap(Opposite.If, *Opposite.Or);
  WalkResult Other = ResourceWalk(read(F), *this).made(At, Opposite);
  if (Other.GivenUp || !loses(Other) || (Result.Releases.empty() && !Other.Releases.empty()))
    return {std::move(Opposite), std::move(Other)};
  return {What, std::move(Result)};
}

const Ownership::BodyResources &Ownership::resourcesOf(const ir::Function &F) {
  const auto [At, New] = OfBodies.try_emplace(&F); // none, while it is asked of itself
  if (!New)
    return At->second;
  BodyResources All;
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      for (const Made &Each : madeAt(F, F.Blocks[B].Ops[I])) {
        const auto [M, Result] = follow(F, {B, I}, Each);
        if (Result.GivenUp) {
          ++All.Faults.GivenUp;
          continue;
        }
        readMade(read(F), Result.Exits, M, All.ForCallers);
        readLost(F, {B, I}, M, Result, All.Faults.Lost);
        if (!loses(Result))
          readThrown(F, {B, I}, M, All.Faults.Lost);
        readWrong(F, OpPlace{B, I}, M, Result, All.Faults.Wrong);
      }
  std::sort(All.ForCallers.begin(), All.ForCallers.end());
  All.ForCallers.erase(std::unique(All.ForCallers.begin(), All.ForCallers.end()),
                       All.ForCallers.end());
  // Of several places that one result comes from the caller cannot tell which.
  if (All.ForCallers.size() > 1)
    All.ForCallers.clear();
  return OfBodies[&F] = std::move(All);
}

/// Where the caller has it in the end, if something tells the caller whether it has: the result, or
/// the place itself.
void Ownership::readMade(const ResourceFunction &In, const std::vector<Flow> &Exits,
                         const Made &What, std::vector<Made> &To) {
  std::optional<Slot> Place;
  std::optional<CaseGuards> Has, HasNot; // what the caller knows then
  for (const Flow &Exit : Exits) {
    bool There = false;
    for (const ir::Path &Name : Exit.Names)
      if (Exit.State == Holding::Held && In.storage(Name) == Storage::Visible) {
        const std::optional<Slot> S = slotOf(In.In, Name);
        if (!S || (Place && *Place != *S) || (S->Kind == SlotKind::Argument && S->Index == 0))
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
  Made M{*Place, What.Family, {}, std::nullopt, What.Form};
  if (HasNot) {
    M.If = std::move(*Has);
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
  const ir::Loops Loops = ir::loopsOf(F);
  if (F.Flags & ir::MainFunction) // what main holds in the end goes with the program
    std::erase_if(All, [&](const Loss &L) {
      return L.Kind == LossKind::ScopeEnd && Loops.Innermost[L.At.Block] == 0;
    });
  if (All.empty() || std::any_of(Result.Releases.begin(), Result.Releases.end(),
                                 [&](OpPlace P) { return isBesides(Loops, P, At.Block); }))
    return;
  const bool Certain = std::all_of(Result.Exits.begin(), Result.Exits.end(), [](const Flow &Exit) {
    return Exit.State == Holding::Lost || Exit.State == Holding::Not;
  });
  addLost(F, At, What, Result, *std::min_element(All.begin(), All.end()), Certain, To);
}

void Ownership::addLost(const ir::Function &F, OpPlace At, const Made &What,
                        const WalkResult &Result, const Loss &How, bool Certain,
                        std::vector<LostResource> &To) {
  const ir::Op &Op = opAt(F, At);
  ResourceFunction &In = read(F);
  const std::optional<ir::Path> Into =
      What.To.Kind == SlotKind::Argument ? pathAt(In.In, Op, What.To) : std::nullopt;
  To.push_back({indexOf(F), At, Op.Callee ? F.Symbols[Op.Callee - 1].Name : "", What.Family, How,
                Into ? textOf(In.In, *Into) : "", Certain,
                storyOf(F, In.Walk, At, How.At, Result.Borrows, Result.Releases, Result.Ways)});
}

void Ownership::readWrong(const ir::Function &F, std::optional<OpPlace> At, const Made &What,
                          const WalkResult &Result, std::vector<WronglyReleased> &To) {
  for (const WrongRelease &W : Result.Wrong) {
    const ir::Op *Op = At ? &opAt(F, *At) : nullptr;
    To.push_back(
        {indexOf(F), W, At, Op && Op->Callee ? F.Symbols[Op->Callee - 1].Name : "", What.Family});
  }
}

/// What the callee releases the value as, if it does in each case; nothing: it may not.
std::optional<std::string> Ownership::releases(const ir::Function &F, const ir::Op &Op,
                                               std::size_t Which) {
  const auto Form = static_cast<ir::DeleteForm>(Op.Detail);
  if (Op.Kind == ir::OpKind::Delete && Form != ir::DeleteForm::Destroy)
    return Form == ir::DeleteForm::Array ? "new[]" : "new";
  if (Op.Kind != ir::OpKind::Call || !Op.Callee)
    return std::nullopt;
  const Slot Of = argumentSlot(Which, hasThis(F, Op));
  const std::vector<const Summary *> Any = Known.of(F, Op);
  if (std::none_of(Any.begin(), Any.end(), [&](const Summary *S) {
        return std::any_of(S->Effects.begin(), S->Effects.end(), [&](const Effect &E) {
          return E.Kind == EffectKind::Release && E.From.Kind == Of.Kind &&
                 E.From.Index == Of.Index && E.From.Steps.empty();
        });
      }))
    return std::nullopt;
  const auto Cases = outcomes(F, Op, Of, ResourceForm::Pointer);
  if (!Cases || Cases->empty() || std::any_of(Cases->begin(), Cases->end(), [](const Outcome &O) {
        return O.As != Outcome::End::Released || !O.Sure || !O.OfAny;
      }))
    return std::nullopt;
  return Cases->front().Family;
}

/// Addresses of what lives by itself, which are released all the same.
void Ownership::followAddresses(const ir::Function &F, std::vector<WronglyReleased> &To) {
  auto IsAddress = [&](const ir::Value &V) {
    return V.Kind == ir::ValueKind::Address &&
           std::none_of(F.Paths[V.Index].Steps.begin(), F.Paths[V.Index].Steps.end(),
                        [](const ir::Step &S) { return S.Kind == ir::StepKind::Deref; });
  };
  std::set<std::uint32_t> Releases; // variables that hold what is released
  forEachOp(F, [&](OpPlace At, const ir::Op &Op) {
    for (std::size_t I = 0; I < Op.Values.size(); ++I)
      if (Op.Kind != ir::OpKind::Copy)
        if (const auto Family = releases(F, Op, I)) {
          if (const auto V = variableIn(F, Op.Values[I]))
            Releases.insert(*V);
          if (IsAddress(Op.Values[I]))
            To.push_back(
                {indexOf(F), {ReleaseFault::NotOwned, {At, *Family, true, true}, {}}, {}, "", ""});
        }
  });
  addSources(F, Releases);
  const Made Address{Slot{SlotKind::Result, 0, "", {}, false},
                     "",
                     {},
                     std::nullopt,
                     ResourceForm::Pointer,
                     true,
                     false};
  forEachOp(F, [&](OpPlace At, const ir::Op &Op) {
    if (Op.Kind == ir::OpKind::Copy && IsAddress(Op.Values[0]) &&
        F.Paths[Op.To - 1].Base == ir::BaseKind::Variable &&
        Releases.contains(F.Paths[Op.To - 1].Index))
      readWrong(F, At, Address, ResourceWalk(read(F), *this).made(At, Address), To);
  });
}

/// What the caller holds in a place: it is released twice, or a call gives it back only where it
/// succeeds, as realloc does, while its result takes that place.
void Ownership::followGiven(const ir::Function &F, ResourceFaults &To) {
  const Summary *Whole = Known.body(F.Symbols[0].Usr).second;
  std::set<ir::Path> Asked;
  for (const Effect &E : Whole ? Whole->Effects : std::vector<Effect>()) {
    if ((E.Kind != EffectKind::Release && E.Kind != EffectKind::Renew) || E.From.Address)
      continue;
    const std::optional<ir::Path> P = pathIn(read(F).In, E.From);
    if (!P || isWeak(*P) || read(F).isExposed(*P) || !Asked.insert(*P).second)
      continue;
    const WalkResult Result =
        ResourceWalk(read(F), *this).given(*P, P->Steps.empty(), ResourceForm::Pointer);
    if (Result.GivenUp)
      continue;
    readWrong(F, {}, {}, Result, To.Wrong);
    const auto Lost = std::find_if(Result.Exits.begin(), Result.Exits.end(), [](const Flow &Exit) {
      return Exit.State == Holding::Lost && Exit.How->Kind == LossKind::Replaced;
    });
    if (Lost != Result.Exits.end()) {
      const ir::Op &Call = opAt(F, Lost->How->At);
      To.Lost.push_back({indexOf(F),
                         Lost->How->At,
                         F.Symbols[Call.Callee - 1].Name,
                         "heap",
                         *Lost->How,
                         "",
                         false,
                         {}});
    }
  }
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
