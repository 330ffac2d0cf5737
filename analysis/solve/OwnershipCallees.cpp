// What callees do with a resource, and what they answer: as models say, or as the walk through
// their bodies finds, which is remembered.
#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/ExitCases.h"
#include "analysis/solve/Ownership.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

/// Cases of one slot of one function that are kept apart.
constexpr std::size_t MaxCases = 8;
/// Blocks of a function whose answers are read: predicates are small, and of others callers seldom
/// learn anything.
constexpr std::size_t MaxAnswering = 24;
bool isMentioned(const Summary &S, const Slot &Of) {
  auto Of1 = [&](const Slot &Place) { return Place.Kind == Of.Kind && Place.Index == Of.Index; };
  return std::any_of(S.Effects.begin(), S.Effects.end(),
                     [&](const Effect &E) { return Of1(E.From) || Of1(E.To); });
}

/// Whether it ends a variable with the attribute `cleanup`.
bool isCleanup(const ir::Op &Call, const ir::Symbol &Callee) {
  return Call.Detail & ir::ImplicitCall && !(Callee.Flags & ir::HasThis);
}

void keepResult(CaseGuards &Of) {
  std::erase_if(Of, [](const CaseGuard &G) { return G.Subject.Kind != SlotKind::Result; });
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

} // namespace

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

bool Ownership::isUnseen(const ir::Function &F, const ir::Op &Call) const {
  const auto [At, New] = Unseen.try_emplace(&Call);
  if (!New)
    return At->second;
  const ir::Symbol *S = Call.Callee ? &F.Symbols[Call.Callee - 1] : nullptr;
  return At->second =
             Known.of(F, Call).empty() &&
             !(S && (mayRunOverrider(Call, *S) || borrowsWithoutModel(*S) || modelOf(F, Call)));
}

bool Ownership::canEndUngiven(const std::string &Family) const {
  return formOf(Family) == ResourceForm::Lock || Library.endAllOf(Family);
}

bool Ownership::mayEndUngiven(const ir::Function &F, const ir::Op &Call,
                              const std::string &Family) {
  const bool IsLock = formOf(Family) == ResourceForm::Lock;
  if (!Call.Callee)
    return IsLock;
  if (const Model *M = modelOf(F, Call))
    return endsAllOf(*M, Family);
  const ir::Function *Body = Known.body(F.Symbols[Call.Callee - 1].Usr).first;
  if (!Body)
    return false;
  const auto [At, New] =
      EndsUngiven.try_emplace({Body, Family}, false); // no, while it is asked of itself
  if (!New)
    return At->second;
  bool May = false;
  ir::forEachOp(*Body, [&](const ir::Op &Op) {
    if (May || Op.Kind != ir::OpKind::Call)
      return;
    const Model *M = Op.Callee && IsLock ? modelOf(*Body, Op) : nullptr;
    May = M ? isLocking(*M) : mayEndUngiven(*Body, Op, Family); // locks that it has, or is given
  });
  return EndsUngiven[{Body, Family}] = May;
}

bool Ownership::handsOn(const ir::Function &F, const ir::Op &Call, std::size_t Value) {
  if (!Call.Callee)
    return true;
  const ir::Function *Body = modelOf(F, Call) ? nullptr : bodyOf(F, Call);
  if (!Body || Value >= Body->Variables.size() || !isGiven(Body->Variables[Value])) {
    if (borrowsWithoutModel(F.Symbols[Call.Callee - 1]))
      return false;
    Slot Whole = argumentSlot(Value, hasThis(F, Call));
    Whole.Steps.push_back({ir::StepKind::Deref, {}});
    const auto Cases = outcomes(F, Call, Whole, ResourceForm::Pointer);
    return !Cases || std::any_of(Cases->begin(), Cases->end(),
                                 [](const Outcome &O) { return O.As == Outcome::End::Escaped; });
  }
  const auto [At, New] =
      HandsOn.try_emplace({Body, Value}, false); // no, while it is asked of itself
  if (!New)
    return At->second;
  auto IsIt = [&](const ir::Value &V) { // the address, or that of a part
    if (variableIn(*Body, V) != Value)
      return false;
    const std::span<const ir::Step> Steps = Body->Paths[V.Index].Steps;
    return Steps.empty() || (V.Kind == ir::ValueKind::Address && !hasDeref(Steps.subspan(1)));
  };
  auto Gives = [&](const ir::Op &Op, std::size_t I) {
    return IsIt(Op.Values[I]) &&
           (Op.Kind == ir::OpKind::Copy || (Op.Kind == ir::OpKind::Call && handsOn(*Body, Op, I)));
  };
  const bool Does = ir::anyOp(*Body, [&](const ir::Op &Op) {
    for (std::size_t I = 0; I < Op.Values.size(); ++I)
      if (Gives(Op, I))
        return true;
    return false;
  });
  return HandsOn[{Body, Value}] = Does;
}

std::optional<std::vector<Outcome>> Ownership::outcomes(const ir::Function &F, const ir::Op &Call,
                                                        const Slot &Of, ResourceForm Form) {
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  if (const Model *M = modelOf(F, Call); M && !mayRunOverrider(Call, S))
    return outcomesOf(isMentioned(M->Handles, Of) ? M->Handles : M->What, M->Success, Of,
                      Call.To && !(typeFlags(F, F.Paths[Call.To - 1]) & ir::IntegerType));
  if (const ir::Function *Body = bodyOf(F, Call))
    return outcomesOfBody(*Body, Of, Form);
  const std::vector<const Summary *> Any = Known.of(F, Call);
  if (Any.empty())
    return borrowsWithoutModel(S) && !mayRunOverrider(Call, S) && !isCleanup(Call, S)
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

/// A body that returns what a parameter holds from the beginning to the end, and nothing else.
std::optional<std::size_t> Ownership::givesBack(const ir::Function &F, const ir::Op &Call) {
  const ir::Function *Body = Call.Callee && !modelOf(F, Call) ? bodyOf(F, Call) : nullptr;
  if (!Body)
    return std::nullopt;
  const auto [At, New] = GivenBack.try_emplace(Body);
  if (!New)
    return At->second;
  const ir::Op *Only = nullptr;
  bool Others = false;
  ir::forEachOp(*Body, [&](const ir::Op &Op) {
    if (!Op.To || Body->Paths[Op.To - 1].Base != ir::BaseKind::Result)
      return;
    Others |= Only || Op.Kind != ir::OpKind::Copy;
    Only = &Op;
  });
  const auto Parameter = Only && !Others ? plainVariable(*Body, Only->Values[0]) : std::nullopt;
  if (Parameter && isGiven(Body->Variables[*Parameter]) &&
      read(*Body).isConstant({ir::BaseKind::Variable, *Parameter, {}}))
    At->second = *Parameter;
  return At->second;
}

std::optional<std::vector<CaseGuards>> Ownership::answers(const ir::Function &F,
                                                          const ir::Op &Call) {
  const MemoryUse *Use = Uses.of(F, Call);
  if (!Use || modelOf(F, Call))
    return std::nullopt;
  const ir::Function *Body = bodyOf(F, Call);
  if (!Body || Body->Blocks.size() > MaxAnswering)
    return std::nullopt;
  const bool OnlyReads = Use->onlyReads();
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

} // namespace memlint
