#include "analysis/solve/Ownership.h"

#include "analysis/ir/Loops.h"
#include "analysis/ir/PlainValues.h"

#include <algorithm>

namespace memlint {
namespace {

/// Cases of one slot of one function that are kept apart.
constexpr std::size_t MaxCases = 4;
/// What is not followed: control that comes back elsewhere, and bodies that are not whole.
constexpr std::uint32_t NotFollowed =
    ir::NotLowered | ir::Coroutine | ir::GlobalInit | ir::HasSetjmp | ir::Damaged;

const ir::Path Returned{ir::BaseKind::Result, 0, {}};

bool isMentioned(const Summary &S, const Slot &Of) {
  auto Of1 = [&](const Slot &Place) { return Place.Kind == Of.Kind && Place.Index == Of.Index; };
  return std::any_of(S.Effects.begin(), S.Effects.end(),
                     [&](const Effect &E) { return Of1(E.From) || Of1(E.To); });
}

CaseGuard returnedIn(const Flow &Exit, Term Result) {
  return {Slot{SlotKind::Result, 0, "", {}, false}, Exit.Facts.rangeOf(Result)};
}

/// What a caller knows the path as; none: it is the function's own.
std::optional<Slot> slotOf(const Terms &In, const ir::Path &P) {
  Slot S;
  if (P.Base == ir::BaseKind::Result) {
    S.Kind = SlotKind::Result;
  } else if (P.Base == ir::BaseKind::Variable) {
    const ir::Function &F = In.function();
    const bool This = !F.Variables.empty() && F.Variables[0].Kind == ir::VariableKind::This;
    S.Kind = SlotKind::Argument;
    S.Index = This ? P.Index : P.Index + 1;
  } else {
    return std::nullopt;
  }
  for (const ir::Step &Step : P.Steps)
    S.Steps.push_back({Step.Kind, Step.Kind == ir::StepKind::Field ? In.name(Step.Name) : ""});
  return S;
}

bool isVisible(const ir::Function &F, const ir::Path &P) {
  if (P.Base == ir::BaseKind::Result)
    return true;
  return P.Base == ir::BaseKind::Variable && !P.Steps.empty() &&
         P.Steps[0].Kind == ir::StepKind::Deref &&
         (F.Variables[P.Index].Kind == ir::VariableKind::Parameter ||
          F.Variables[P.Index].Kind == ir::VariableKind::This);
}

} // namespace

ResourceFunction &Ownership::read(const ir::Function &F) {
  auto [At, New] = Read.try_emplace(&F);
  if (New)
    At->second = std::make_unique<ResourceFunction>(F, Known);
  return *At->second;
}

const Model *Ownership::modelOf(const ir::Function &F, const ir::Op &Call) const {
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  const std::size_t This = S.Flags & ir::HasThis ? 1 : 0;
  const std::size_t Arguments = Call.Values.size() - std::min(This, Call.Values.size());
  const bool HasBody = Known.body(S.Usr).first;
  return Library.model(S, Arguments, HasBody ? ModelsOf::Users : ModelsOf::Everybody);
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
    return false;
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  return Known.of(F, Call).empty() && !mayRunOverrider(Call, S) && !borrowsWithoutModel(S);
}

std::optional<std::vector<Outcome>> Ownership::outcomes(const ir::Function &F, const ir::Op &Call,
                                                        const Slot &Of) {
  const ir::Symbol &S = F.Symbols[Call.Callee - 1];
  if (const Model *M = modelOf(F, Call); M && !mayRunOverrider(Call, S))
    return outcomesOf(M->What, M->Success, Of);
  if (const ir::Function *Body = bodyOf(F, Call))
    return outcomesOfBody(*Body, Of);
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

std::optional<std::vector<Outcome>> Ownership::outcomesOfBody(const ir::Function &F,
                                                              const Slot &Of) {
  const auto [At, New] = Given.try_emplace({&F, Of});
  if (!New)
    return At->second; // nothing, while it is asked of itself
  const Summary *Whole = Known.body(F.Symbols[0].Usr).second;
  const bool This = !F.Variables.empty() && F.Variables[0].Kind == ir::VariableKind::This;
  const std::size_t Variable = This ? Of.Index : Of.Index - 1;
  if ((!This && Of.Index == 0) || Variable >= F.Variables.size() || !Whole || !Whole->Known ||
      (Whole->Variadic && Of.Index >= Whole->Variadic))
    return std::nullopt;
  const bool IsNumber = F.Types[F.Variables[Variable].Type].Flags & ir::IntegerType;
  if (!IsNumber && !isMentioned(*Whole, Of))
    return At->second = std::vector<Outcome>{{}};
  ResourceFunction &In = read(F);
  ir::Path Name{ir::BaseKind::Variable, static_cast<std::uint32_t>(Variable), {}};
  for (const SlotStep &S : Of.Steps)
    Name.Steps.push_back({S.Kind, S.Kind == ir::StepKind::Field ? In.In.name(S.Name) : 0});
  if (In.Exposed[Variable] || isWeak(Name))
    return std::nullopt;
  const WalkResult Result = ResourceWalk(In, *this).given(Name, Of.Steps.empty());
  if (Result.GivenUp || Result.Exits.empty())
    return std::nullopt;
  const Term Value = In.In.of(Returned);
  std::vector<Outcome> All;
  for (const Flow &Exit : Result.Exits) {
    Outcome O;
    O.As = Exit.State == Holding::Released  ? Outcome::End::Released
           : Exit.State == Holding::Escaped ? Outcome::End::Escaped
                                            : Outcome::End::Kept;
    O.If = returnedIn(Exit, Value);
    if (O.If->Of.isAll())
      O.If.reset();
    if (Exit.State == Holding::Lost)
      return At->second = std::nullopt;
    bool Keeps = Of.Steps.empty();
    for (const ir::Path &Each : Exit.Names) {
      Keeps |= Each == Name;
      const std::optional<Slot> S = slotOf(In.In, Each);
      if (Each != Name && isVisible(F, Each) && S)
        O.Also.push_back(*S);
    }
    if (O.As == Outcome::End::Kept && !Keeps)
      return At->second = std::nullopt;
    if (std::find(All.begin(), All.end(), O) == All.end())
      All.push_back(std::move(O));
  }
  const Outcome::End As = All[0].As;
  if (std::all_of(All.begin(), All.end(),
                  [&](const Outcome &O) { return O.As == As && O.Also.empty(); }))
    All = {Outcome{As, std::nullopt, {}}}; // whatever it returns
  if (All.size() > MaxCases)
    return At->second = std::nullopt;
  std::sort(All.begin(), All.end());
  return Given[{&F, Of}] = std::move(All);
}

std::vector<Made> Ownership::madeAt(const ir::Function &F, const ir::Op &Op) {
  if (Op.Kind == ir::OpKind::Copy && !Op.Values.empty() &&
      Op.Values[0].Kind == ir::ValueKind::Site) {
    const ir::Site &S = F.Sites[Op.Values[0].Index];
    const std::string Family = S.Form == ir::SiteForm::NewArray ? "new[]" : "new";
    return {{Slot{SlotKind::Result, 0, "", {}, false}, Family, std::nullopt}};
  }
  if (Op.Kind != ir::OpKind::Call || !Op.Callee || mayRunOverrider(Op, F.Symbols[Op.Callee - 1]))
    return {};
  if (const Model *M = modelOf(F, Op))
    return madeBy(M->What, M->Success);
  const ir::Function *Body = bodyOf(F, Op);
  return Body ? madeByBody(*Body) : std::vector<Made>();
}

std::vector<Made> Ownership::madeByBody(const ir::Function &F) {
  const auto [At, New] = MadeBy.try_emplace(&F);
  if (!New)
    return At->second;
  std::vector<Made> All;
  ResourceFunction &In = read(F);
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      for (const Made &M : madeAt(F, F.Blocks[B].Ops[I]))
        readMade(In, {B, I}, M, All);
  std::sort(All.begin(), All.end());
  All.erase(std::unique(All.begin(), All.end()), All.end());
  // Of several places that one result comes from the caller cannot tell which.
  if (All.size() > 1)
    All.clear();
  return MadeBy[&F] = std::move(All);
}

/// Where the caller has it in the end, if its result tells whether it has.
void Ownership::readMade(ResourceFunction &In, OpPlace At, const Made &What,
                         std::vector<Made> &To) {
  const WalkResult Result = ResourceWalk(In, *this).made(At, What);
  if (Result.GivenUp)
    return;
  const Term Value = In.In.of(Returned);
  std::optional<Slot> Place;
  Range When;
  bool Any = false;
  for (const Flow &Exit : Result.Exits)
    for (const ir::Path &Name : Exit.Names)
      if (Exit.State == Holding::Held && isVisible(In.F, Name)) {
        const std::optional<Slot> S = slotOf(In.In, Name);
        if (!S || (Place && *Place != *S) || (S->Kind == SlotKind::Argument && S->Index == 0))
          return;
        When = Any ? When.join(Exit.Facts.rangeOf(Value)) : Exit.Facts.rangeOf(Value);
        Place = S;
        Any = true;
      }
  if (!Any)
    return;
  bool Always = true;
  for (const Flow &Exit : Result.Exits) {
    const bool Has = Exit.State == Holding::Held && !Exit.Names.empty() &&
                     std::any_of(Exit.Names.begin(), Exit.Names.end(),
                                 [&](const ir::Path &N) { return slotOf(In.In, N) == Place; });
    Always &= Has;
    if (!Has && !Exit.Facts.rangeOf(Value).meet(When).isEmpty())
      return;
  }
  Made M{*Place, What.Family, std::nullopt};
  if (!Always)
    M.If = CaseGuard{Slot{SlotKind::Result, 0, "", {}, false}, When};
  To.push_back(std::move(M));
}

void Ownership::loseIn(std::size_t Function, std::vector<LostResource> &To) {
  const ir::Function &F = Functions[Function];
  if (F.Flags & (NotFollowed | ir::LeftAlone))
    return;
  std::optional<ir::Loops> Loops;
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      for (const Made &M : madeAt(F, F.Blocks[B].Ops[I])) {
        const WalkResult Result = ResourceWalk(read(F), *this).made({B, I}, M);
        std::vector<Loss> All;
        for (const Flow &Exit : Result.Exits)
          if (Exit.State == Holding::Lost)
            All.push_back(*Exit.How);
        if (F.Flags & ir::MainFunction) { // what main holds in the end goes with the program
          if (!Loops)
            Loops = ir::loopsOf(F);
          std::erase_if(All, [&](const Loss &L) {
            return L.Kind == LossKind::ScopeEnd && Loops->Innermost[L.At.Block] == 0;
          });
        }
        if (All.empty())
          continue;
        const ir::Op &Op = F.Blocks[B].Ops[I];
        To.push_back({Function,
                      {B, I},
                      Op.Callee ? F.Symbols[Op.Callee - 1].Name : "",
                      M.Family,
                      *std::min_element(All.begin(), All.end()),
                      !Result.Releases.empty()});
      }
}

std::vector<LostResource> Ownership::lost() {
  std::vector<LostResource> All;
  for (std::size_t I = 0; I < Functions.size(); ++I)
    loseIn(I, All);
  return All;
}

} // namespace memlint
