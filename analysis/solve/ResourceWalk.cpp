#include "analysis/solve/ResourceWalk.h"

#include "analysis/ir/PlainValues.h"

#include <algorithm>

namespace memlint {
namespace {

/// Ways that a block keeps apart, and how often it is walked.
constexpr std::size_t MaxFlows = 16;
constexpr int MaxVisits = 64;

bool sameKey(const Flow &A, const Flow &B, Term Returned) {
  return A.State == B.State && A.Names == B.Names && A.Named == B.Named && A.How == B.How &&
         A.Facts.rangeOf(Returned) == B.Facts.rangeOf(Returned);
}

ir::Path resultPath() { return {ir::BaseKind::Result, 0, {}}; }

bool isLeft(const ir::Attribute &A) { return A.Kind == ir::AttributeKind::Cleanup; }

} // namespace

ResourceFunction::ResourceFunction(const ir::Function &F, const Callees &Known)
    : F(F), Walk(F, Known), In(F), Exposed(F.Variables.size()), Assigned(F.Variables.size()) {
  for (std::size_t V = 0; V < F.Variables.size(); ++V)
    Exposed[V] =
        std::any_of(F.Variables[V].Attributes.begin(), F.Variables[V].Attributes.end(), isLeft);
  for (const ir::Block &B : F.Blocks)
    for (const ir::Op &Op : B.Ops) {
      if (Op.To && Op.Kind != ir::OpKind::Begin && Op.Kind != ir::OpKind::End)
        if (const std::optional<std::uint32_t> V = plainVariable(F.Paths[Op.To - 1]))
          Assigned[*V] = true;
      if (Op.Kind == ir::OpKind::Call || Op.Kind == ir::OpKind::Delete)
        continue;
      for (const ir::Value &V : Op.Values)
        if (V.Kind == ir::ValueKind::Address) {
          const ir::Path &P = F.Paths[V.Index];
          const bool Deref = std::any_of(P.Steps.begin(), P.Steps.end(), [](const ir::Step &S) {
            return S.Kind == ir::StepKind::Deref;
          });
          if (P.Base == ir::BaseKind::Variable && !Deref)
            Exposed[P.Index] = true;
        }
    }
}

WalkResult ResourceWalk::made(OpPlace At, const Made &Which) {
  MadeAt = At;
  What = Which;
  return run({});
}

WalkResult ResourceWalk::given(const ir::Path &Name, bool Value) {
  ByValue = Value;
  Flow Start;
  Start.State = Holding::Held;
  Start.Names = {Name};
  Start.Named = true;
  // What there is is not null; descriptors are not negative.
  const bool Number =
      Name.Steps.empty() && F.Types[F.Variables[Name.Index].Type].Flags & ir::IntegerType;
  Start.Facts.limit(R.In, R.In.of(Name), Number ? Range{.Low = 0} : Range::allBut(0));
  return run(std::move(Start));
}

WalkResult ResourceWalk::run(Flow Start) {
  In[0].push_back(std::move(Start));
  Work.insert(0);
  while (!Work.empty() && !Result.GivenUp) {
    const std::uint32_t Block = *Work.begin();
    Work.erase(Work.begin());
    visit(Block);
  }
  if (!Result.GivenUp)
    Result.Exits = In[static_cast<std::uint32_t>(F.Blocks.size() - 1)];
  return std::move(Result);
}

void ResourceWalk::visit(std::uint32_t Block) {
  if (++Visits[Block] > MaxVisits) {
    Result.GivenUp = true;
    return;
  }
  std::vector<Flow> Now = In[Block];
  const ir::Block &B = F.Blocks[Block];
  for (std::uint32_t I = 0; I < B.Ops.size(); ++I) {
    std::vector<Flow> Then;
    for (Flow &Each : Now)
      step({Block, I}, std::move(Each), Then);
    Now.clear();
    for (Flow &Each : Then)
      join(Now, std::move(Each));
  }
  for (const ir::Edge &E : B.Edges) {
    if (E.Thrown)
      continue;
    const ir::Condition *C = E.Condition ? &F.Conditions[E.Condition - 1] : nullptr;
    for (Flow Next : Now)
      if (!C || (Next.Facts.assume(R.In, *C, E.Holds) && !(E.Holds && isOther(*C, Next))))
        merge(E.Target, std::move(Next));
  }
}

/// Adds a way to those that are there; false where they knew it already.
bool ResourceWalk::join(std::vector<Flow> &There, Flow With) {
  const Term Returned = R.In.of(resultPath());
  for (Flow &Each : There)
    if (sameKey(Each, With, Returned)) {
      const ValueFacts Before = Each.Facts;
      Each.Facts.keepCommon(With.Facts);
      if (Each.Kept != With.Kept)
        Each.Kept.reset();
      return Each.Facts != Before;
    }
  Result.GivenUp |= There.size() >= MaxFlows || With.Facts.isTooMuch();
  There.push_back(std::move(With));
  return true;
}

void ResourceWalk::merge(std::uint32_t Block, Flow With) {
  if (join(In[Block], std::move(With)))
    Work.insert(Block);
}

void ResourceWalk::step(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  if (!R.Walk.returns(At))
    return;
  if (!follow(Op, Now))
    return;
  if (At == MadeAt && Now.State == Holding::Not)
    return makeAt(At, std::move(Now), Then);
  switch (Op.Kind) {
  case ir::OpKind::Begin:
    if (Op.To)
      write(At, Now, F.Paths[Op.To - 1], LossKind::ScopeEnd);
    return Then.push_back(std::move(Now));
  case ir::OpKind::End:
    return end(At, std::move(Now), Then);
  case ir::OpKind::Copy:
    return copy(At, std::move(Now), Then);
  case ir::OpKind::Call:
    return call(At, std::move(Now), Then);
  case ir::OpKind::Delete:
    return remove(At, std::move(Now), Then);
  case ir::OpKind::Throw: // no way that is followed goes on
    return;
  case ir::OpKind::Lose:
    for (const ir::Value &V : Op.Values)
      if (Now.State == Holding::Held && relation(V, Now).As != Role::None)
        escape(Now);
    return Then.push_back(std::move(Now));
  }
}

/// Where it is made, it is held in one way, and where that fails nothing happened in another.
void ResourceWalk::makeAt(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  const std::optional<ir::Path> To = pathOf(Op, What.To);
  if (Op.To)
    write(At, Now, F.Paths[Op.To - 1], LossKind::Overwritten);
  if (What.If) {
    Flow Failed = Now;
    CaseGuard Otherwise = *What.If;
    const Range &Of = What.If->Of;
    const bool Told = Of.Except == 0 || Of.Low == 1 || Of.High == -1;
    if (Told)
      Otherwise.Of = Range::only(0);
    else
      Otherwise.Of = Of.Low != std::numeric_limits<std::int64_t>::min() ? Range{.High = Of.Low - 1}
                     : Of.High != std::numeric_limits<std::int64_t>::max()
                         ? Range{.Low = Of.High + 1}
                         : Range{};
    if (guard(Op, Otherwise, Failed))
      Then.push_back(std::move(Failed));
  }
  Now.State = Holding::Held;
  if (What.To.Kind == SlotKind::Result && !Op.To) {
    Now.State = Holding::Lost;
    Now.How = Loss{LossKind::Dropped, At};
    return Then.push_back(std::move(Now));
  }
  if (!guard(Op, What.If, Now))
    return;
  if (!To || !addName(Now, *To)) {
    escape(Now);
    return Then.push_back(std::move(Now));
  }
  if (Now.Facts.limit(R.In, R.In.of(*To), Range::allBut(0)))
    Then.push_back(std::move(Now));
}

/// Whether what the condition compares is the resource and something else: nothing but its names
/// holds it.
bool ResourceWalk::isOther(const ir::Condition &C, const Flow &Now) const {
  if (C.Compare != ir::Comparison::Equal || Now.State != Holding::Held)
    return false;
  auto Is = [&](const ir::Value &A, const ir::Value &B) {
    return relation(A, Now).As == Role::Itself && A.Kind == ir::ValueKind::Held &&
           (B.Kind == ir::ValueKind::Address ||
            (B.Kind == ir::ValueKind::Held && relation(B, Now).As == Role::None));
  };
  return Is(C.Left, C.Right) || Is(C.Right, C.Left);
}

/// What a pointer points to is read or written: it is not null.
bool ResourceWalk::follow(const ir::Op &Op, Flow &Now) {
  auto Follow = [&](const ir::Path &P) {
    for (std::size_t I = 0; I < P.Steps.size(); ++I)
      if (P.Steps[I].Kind == ir::StepKind::Deref) {
        ir::Path Pointer = P;
        Pointer.Steps.resize(I);
        if (!isWeak(Pointer) && !Now.Facts.limit(R.In, R.In.of(Pointer), Range::allBut(0)))
          return false;
      }
    return true;
  };
  for (const ir::Value &V : Op.Values)
    if (V.Kind == ir::ValueKind::Held && !Follow(F.Paths[V.Index]))
      return false;
  return !Op.To || Follow(F.Paths[Op.To - 1]);
}

ResourceWalk::Relation ResourceWalk::relation(const ir::Value &V, const Flow &Now) const {
  if (V.Kind != ir::ValueKind::Held && V.Kind != ir::ValueKind::Address &&
      V.Kind != ir::ValueKind::Shifted)
    return {};
  const ir::Path &P = F.Paths[V.Index];
  for (const ir::Path &Name : Now.Names) {
    if (isPrefix(P, Name)) {
      std::vector<ir::Step> Rest(Name.Steps.begin() + static_cast<std::ptrdiff_t>(P.Steps.size()),
                                 Name.Steps.end());
      if (V.Kind == ir::ValueKind::Address)
        return {Role::HolderAddress, std::move(Rest)};
      if (!Rest.empty())
        return {Role::Holder, std::move(Rest)};
      return {V.Kind == ir::ValueKind::Held ? Role::Itself : Role::Inside, {}};
    }
    if (V.Kind != ir::ValueKind::Held && isPrefix(Name, P))
      return {Role::Inside, {}};
  }
  return {};
}

ResourceWalk::Storage ResourceWalk::storage(const ir::Path &P) const {
  if (P.Base == ir::BaseKind::Result)
    return P.Steps.empty() ? Storage::Visible : Storage::Elsewhere;
  if (P.Base != ir::BaseKind::Variable || isWeak(P))
    return Storage::Elsewhere;
  const ir::Variable &V = F.Variables[P.Index];
  const bool Through = !P.Steps.empty() && P.Steps[0].Kind == ir::StepKind::Deref;
  const bool Deeper = std::any_of(P.Steps.begin() + (Through ? 1 : 0), P.Steps.end(),
                                  [](const ir::Step &S) { return S.Kind != ir::StepKind::Field; });
  if (V.Kind == ir::VariableKind::Static || Deeper)
    return Storage::Elsewhere;
  if (!Through)
    return R.Exposed[P.Index] ? Storage::Elsewhere : Storage::Local;
  const bool Given = V.Kind == ir::VariableKind::Parameter || V.Kind == ir::VariableKind::This;
  return Given && !R.Assigned[P.Index] ? Storage::Visible : Storage::Elsewhere;
}

/// False where nobody follows what is held there.
bool ResourceWalk::addName(Flow &Now, ir::Path Name) const {
  if (storage(Name) == Storage::Elsewhere)
    return false;
  Now.Named |= Name.Base != ir::BaseKind::Variable ||
               F.Variables[Name.Index].Kind != ir::VariableKind::Temporary;
  const auto At = std::lower_bound(Now.Names.begin(), Now.Names.end(), Name);
  if (At == Now.Names.end() || *At != Name)
    Now.Names.insert(At, std::move(Name));
  return true;
}

bool ResourceWalk::isLive(const Flow &Now) const {
  return ByValue || std::any_of(Now.Names.begin(), Now.Names.end(), [&](const ir::Path &Name) {
           return !Now.Named || Name.Base != ir::BaseKind::Variable ||
                  F.Variables[Name.Index].Kind != ir::VariableKind::Temporary;
         });
}

void ResourceWalk::write(OpPlace At, Flow &Now, const ir::Path &To, LossKind As) const {
  Now.Facts.forget(R.In, To);
  if (isWeak(To))
    return;
  std::erase_if(Now.Names, [&](const ir::Path &Name) { return isPrefix(To, Name); });
  if (Now.State == Holding::Held && !isLive(Now)) {
    Now.State = Holding::Lost;
    Now.How = Loss{As, At};
    Now.Names.clear();
  }
}

void ResourceWalk::end(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  if (Op.To)
    write(At, Now, F.Paths[Op.To - 1], LossKind::ScopeEnd);
  Then.push_back(std::move(Now));
}

void ResourceWalk::copy(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  const ir::Path &To = F.Paths[Op.To - 1];
  const ir::Value V = Op.Values.empty() ? ir::Value{} : Op.Values[0];
  const Range Of = Now.Facts.rangeOf(R.In, V);
  LossKind As = LossKind::Overwritten;
  if (Now.State == Holding::Held) {
    const Relation Is = relation(V, Now);
    const bool Deref = std::any_of(Is.Rest.begin(), Is.Rest.end(),
                                   [](const ir::Step &S) { return S.Kind == ir::StepKind::Deref; });
    if (Is.As == Role::Inside || Is.As == Role::HolderAddress || Deref)
      escape(Now);
    const bool Result = Now.Kept && V.Kind == ir::ValueKind::Held && opAt(F, *Now.Kept).To &&
                        F.Paths[opAt(F, *Now.Kept).To - 1] == F.Paths[V.Index];
    As = Result ? LossKind::Replaced : As;
    ir::Path Name = To;
    Name.Steps.insert(Name.Steps.end(), Is.Rest.begin(), Is.Rest.end());
    if (Now.State == Holding::Held && Is.As != Role::None && !addName(Now, Name))
      escape(Now);
    if (Now.State == Holding::Held && Is.As != Role::None) {
      std::erase_if(Now.Names, [&](const ir::Path &N) { return isPrefix(To, N) && N != Name; });
      Now.Facts.forget(R.In, To);
      if (Is.As == Role::Itself && !Now.Facts.limit(R.In, R.In.of(To), Of))
        return;
      return Then.push_back(std::move(Now));
    }
  }
  write(At, Now, To, As);
  if (!isWeak(To) && !Now.Facts.limit(R.In, R.In.of(To), Of))
    return;
  if (const std::optional<Term> From = R.In.of(V); From && !isWeak(To))
    Now.Facts.equate(R.In, *From, R.In.of(To));
  Then.push_back(std::move(Now));
}

std::optional<ir::Path> ResourceWalk::pathOf(const ir::Op &Call, const Slot &S) {
  ir::Path P;
  std::size_t First = 0;
  if (S.Kind == SlotKind::Result) {
    if (!Call.To)
      return std::nullopt;
    P = F.Paths[Call.To - 1];
  } else if (S.Kind == SlotKind::Argument) {
    const bool This = Call.Callee && F.Symbols[Call.Callee - 1].Flags & ir::HasThis;
    const std::size_t Index = This ? S.Index : S.Index - 1;
    if ((!This && S.Index == 0) || Index >= Call.Values.size())
      return std::nullopt;
    const ir::Value &V = Call.Values[Index];
    const bool Address = V.Kind == ir::ValueKind::Address;
    if (!Address && V.Kind != ir::ValueKind::Held)
      return std::nullopt;
    if (Address && (S.Steps.empty() || S.Steps[0].Kind != ir::StepKind::Deref))
      return std::nullopt;
    P = F.Paths[V.Index];
    First = Address ? 1 : 0;
  } else {
    return std::nullopt;
  }
  for (std::size_t I = First; I < S.Steps.size(); ++I)
    P.Steps.push_back(
        {S.Steps[I].Kind, S.Steps[I].Kind == ir::StepKind::Field ? R.In.name(S.Steps[I].Name) : 0});
  return P;
}

bool ResourceWalk::guard(const ir::Op &Op, const std::optional<CaseGuard> &If, Flow &Now) {
  if (!If)
    return true;
  const std::optional<ir::Path> P = pathOf(Op, If->Subject);
  return !P || isWeak(*P) || Now.Facts.limit(R.In, R.In.of(*P), If->Of);
}

/// The places of the call by which the callee gets the resource, or gets at it.
std::vector<Slot> ResourceWalk::slotsOf(const ir::Op &Call, const Flow &Now, bool &Lost) const {
  const bool This = Call.Callee && F.Symbols[Call.Callee - 1].Flags & ir::HasThis;
  std::vector<Slot> All;
  for (std::size_t I = 0; I < Call.Values.size(); ++I) {
    const Relation Is = relation(Call.Values[I], Now);
    if (Is.As == Role::None)
      continue;
    Lost |= !Call.Callee;
    Slot S;
    S.Kind = SlotKind::Argument;
    S.Index = static_cast<std::uint32_t>(This ? I : I + 1);
    if (Is.As == Role::HolderAddress)
      S.Steps.push_back({ir::StepKind::Deref, {}});
    for (const ir::Step &Step : Is.Rest)
      S.Steps.push_back({Step.Kind, Step.Kind == ir::StepKind::Field ? R.In.name(Step.Name) : ""});
    All.push_back(std::move(S));
  }
  return All;
}

void ResourceWalk::call(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  if (Now.State == Holding::Held && Calls.mayEndProgram(F, Op))
    escape(Now);
  for (const ir::Value &V : Op.Values)
    if (V.Kind == ir::ValueKind::Address)
      Now.Facts.forget(R.In, F.Paths[V.Index]);
  if (Now.State == Holding::Held) {
    bool Lost = false;
    const std::vector<Slot> Slots = slotsOf(Op, Now, Lost);
    if (Lost || Slots.size() > 1)
      escape(Now);
    else if (!Slots.empty())
      return splitByOutcome(At, Now, Slots[0], Then);
  }
  if (Op.To)
    write(At, Now, F.Paths[Op.To - 1], LossKind::Overwritten);
  Then.push_back(std::move(Now));
}

void ResourceWalk::splitByOutcome(OpPlace At, const Flow &Now, const Slot &Of,
                                  std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  using End = Outcome::End;
  const auto Cases =
      Calls.outcomes(F, Op, Of).value_or(std::vector<Outcome>{{End::Escaped, {}, {}}});
  const bool Both = std::any_of(Cases.begin(), Cases.end(),
                                [](const Outcome &O) { return O.As == End::Released; });
  // Who cannot tell, or never asks, whether it was taken relies on it.
  auto Taken = [&](const Outcome &O) {
    return std::any_of(Cases.begin(), Cases.end(), [&](const Outcome &Other) {
      const bool Apart = O.If && Other.If && O.If->Subject == Other.If->Subject &&
                         O.If->Of.meet(Other.If->Of).isEmpty();
      return (Other.As == End::Escaped && !isAsked(Op, O.If)) || (Other.As != End::Kept && !Apart);
    });
  };
  for (const Outcome &O : Cases) {
    if (O.As == End::Kept && Taken(O))
      continue;
    Flow Next = Now;
    if (Both && O.As == End::Kept)
      Next.Kept = At;
    if (apply(At, O, Next))
      Then.push_back(std::move(Next));
  }
}

/// Whether some condition tells the case from others.
bool ResourceWalk::isAsked(const ir::Op &Op, const std::optional<CaseGuard> &If) {
  const std::optional<ir::Path> P = If ? pathOf(Op, If->Subject) : std::nullopt;
  return P && R.In.isCompared(R.In.of(*P));
}

bool ResourceWalk::apply(OpPlace At, const Outcome &O, Flow &Now) {
  const ir::Op &Op = opAt(F, At);
  if (O.As == Outcome::End::Escaped)
    escape(Now);
  if (O.As == Outcome::End::Released) {
    Now.State = Holding::Released;
    Now.Names.clear();
    Result.Releases.push_back(At);
  }
  if (Op.To)
    write(At, Now, F.Paths[Op.To - 1], Now.Kept == At ? LossKind::Replaced : LossKind::Overwritten);
  for (const Slot &S : O.Also) {
    if (S.Kind == SlotKind::Result && !Op.To)
      continue;
    const std::optional<ir::Path> P = pathOf(Op, S);
    if (Now.State != Holding::Held && Now.State != Holding::Lost)
      break;
    Now.State = Holding::Held; // by its new name, written in the same breath
    Now.How.reset();
    if (!P || !addName(Now, *P))
      escape(Now);
    else if (!Now.Facts.limit(R.In, R.In.of(*P), Range::allBut(0)))
      return false;
  }
  return guard(Op, O.If, Now);
}

void ResourceWalk::remove(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  const Relation Is = Now.State == Holding::Held ? relation(Op.Values[0], Now) : Relation{};
  if (Is.As == Role::Itself) {
    Now.State = Holding::Released;
    Now.Names.clear();
    Result.Releases.push_back(At);
  } else if (Is.As != Role::None) {
    escape(Now);
  }
  Then.push_back(std::move(Now));
}

void ResourceWalk::escape(Flow &Now) {
  Now.State = Holding::Escaped;
  Now.Names.clear();
}

} // namespace memlint
