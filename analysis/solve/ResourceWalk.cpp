#include "analysis/solve/ResourceWalk.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

/// Ways that a block keeps apart, those of them that differ in nothing but facts, and how often it
/// is walked.
constexpr std::size_t MaxFlows = 16, MaxAlike = 4;
constexpr int MaxVisits = 64;

bool sameKey(const Flow &A, const Flow &B, Term Returned) {
  return A.State == B.State && A.Names == B.Names && A.Named == B.Named && A.How == B.How &&
         A.Doubtful == B.Doubtful && A.Facts.rangeOf(Returned) == B.Facts.rangeOf(Returned);
}

ir::Path resultPath() { return {ir::BaseKind::Result, 0, {}}; }

bool hasDeref(const std::vector<ir::Step> &Steps) {
  return std::any_of(Steps.begin(), Steps.end(),
                     [](const ir::Step &S) { return S.Kind == ir::StepKind::Deref; });
}

} // namespace

WalkResult ResourceWalk::made(OpPlace At, const Made &Which) {
  MadeAt = At;
  What = Which;
  return run({});
}

WalkResult ResourceWalk::given(const ir::Path &Name, bool Value, bool IsNumber) {
  ByValue = Value;
  Flow Start;
  Start.State = Holding::Held;
  Start.Names = {Name};
  Start.Named = true;
  What.IsNumber = IsNumber;
  Start.Facts.limit(R.In, R.In.of(Name), held());
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
  if (Result.GivenUp)
    Result.Exits.clear();
  for (Flow &Exit : Result.Exits) {
    // Integer variables may end without a word.
    const bool Seen = ByValue || std::any_of(Exit.Names.begin(), Exit.Names.end(), [&](auto &Name) {
                        return R.storage(Name) == Storage::Visible;
                      });
    if (MadeAt && Exit.State == Holding::Held && !Seen) {
      Exit.State = Holding::Lost;
      Exit.How = Loss{LossKind::ScopeEnd, lastPlace()};
    }
    if (Exit.Doubtful && (Exit.State == Holding::Held || Exit.State == Holding::Lost))
      escape(Exit); // it may be released, for all that is known
  }
  return std::move(Result);
}

/// The last operation before the end, or where the resource was made.
OpPlace ResourceWalk::lastPlace() const {
  for (auto B = static_cast<std::uint32_t>(F.Blocks.size()); B-- != 0;)
    if (!F.Blocks[B].Ops.empty() && F.Blocks[B].Edges.size() == 1 &&
        F.Blocks[B].Edges[0].Target + 1 == F.Blocks.size())
      return {B, static_cast<std::uint32_t>(F.Blocks[B].Ops.size() - 1)};
  return *MadeAt;
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
  if (Block + 1 == F.Blocks.size())
    Result.Exits = Now;
  for (const ir::Edge &E : B.Edges) {
    if (E.Thrown)
      continue;
    const ir::Condition *C = E.Condition ? &F.Conditions[E.Condition - 1] : nullptr;
    for (Flow Next : Now) {
      if (C && (!Next.Facts.assume(R.In, *C, E.Holds) || (E.Holds && isOther(*C, Next))))
        continue;
      if (C)
        doubt(*C, Next);
      merge(E.Target, std::move(Next));
    }
  }
}

/// The condition may go together with others that nobody remembers.
void ResourceWalk::doubt(const ir::Condition &C, Flow &Now) const {
  for (const ir::Value *V : {&C.Left, &C.Right})
    if (const std::optional<Term> T = R.In.of(*V))
      Now.Doubtful |=
          Now.Unseen.contains(*T) || (Now.State == Holding::Held && Now.Merged.contains(*T));
}

/// Adds a way to those that are there; false where they knew it already. Ways that differ in more
/// than one fact are kept apart, as far as there are few.
bool ResourceWalk::join(std::vector<Flow> &There, Flow With) {
  const Term Returned = R.In.of(resultPath());
  Flow *Alike = nullptr;
  std::size_t Count = 0;
  for (Flow &Each : There) {
    if (!sameKey(Each, With, Returned))
      continue;
    if (Each.Facts.holdsWhere(With.Facts) && std::ranges::includes(Each.Merged, With.Merged) &&
        std::ranges::includes(Each.Unseen, With.Unseen)) {
      if (Each.Kept != With.Kept)
        Each.Kept.reset();
      return false;
    }
    if (!Alike || Each.Facts.isBoxWith(With.Facts))
      Alike = &Each;
    ++Count;
  }
  if (Alike && (Count >= MaxAlike || Alike->Facts.isBoxWith(With.Facts))) {
    mergeInto(*Alike, With);
    return true;
  }
  Result.GivenUp |= There.size() >= MaxFlows || With.Facts.isTooMuch();
  There.push_back(std::move(With));
  return true;
}

void ResourceWalk::mergeInto(Flow &There, const Flow &With) {
  const bool Exact = There.Facts.isBoxWith(With.Facts);
  std::set<Term> Lost = There.Facts.keepCommon(With.Facts);
  There.Merged.insert(With.Merged.begin(), With.Merged.end());
  There.Unseen.insert(With.Unseen.begin(), With.Unseen.end());
  if (!Exact)
    There.Merged.merge(Lost);
  if (There.Kept != With.Kept)
    There.Kept.reset();
}

void ResourceWalk::merge(std::uint32_t Block, Flow With) {
  if (MadeAt) { // otherwise the caller learns at the exit what is not asked for here
    auto Dead = [&](Term T) { return R.isDead(T, Block); };
    With.Facts.forget(Dead);
    std::erase_if(With.Merged, Dead);
  }
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
  case ir::OpKind::End:
    if (Op.To)
      write(At, Now, F.Paths[Op.To - 1], LossKind::ScopeEnd);
    return Then.push_back(std::move(Now));
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
  const std::optional<ir::Path> To = pathAt(R.In, Op, What.To);
  if (Op.Kind == ir::OpKind::Call)
    R.forgetAfter(Now.Facts, Op);
  if (Op.To)
    write(At, Now, F.Paths[Op.To - 1], LossKind::Overwritten);
  if (What.Or) {
    Flow Failed = Now;
    if (guard(Op, *What.Or, Failed))
      Then.push_back(std::move(Failed));
  }
  if (!guard(Op, What.If, Now))
    return;
  if (What.IsNumber && To && !isWeak(*To)) {
    Flow Standard = Now;
    if (Standard.Facts.limit(R.In, R.In.of(*To), Range::between(0, 2)))
      Then.push_back(std::move(Standard));
  }
  Now.State = Holding::Held;
  if (What.To.Kind == SlotKind::Result && !Op.To) {
    Now.State = What.IsNumber ? Holding::Not : Holding::Lost; // where its number is known before
    Now.How = Loss{LossKind::Dropped, At};
    return Then.push_back(std::move(Now));
  }
  if (!To || !addName(Now, *To)) {
    escape(Now);
    return Then.push_back(std::move(Now));
  }
  if (Now.Facts.limit(R.In, R.In.of(*To), held()))
    Then.push_back(std::move(Now));
}

/// What there is is not null. Descriptors up to 2 are the standard ones, which nobody has to close.
Range ResourceWalk::held() const { return What.IsNumber ? Range::atLeast(3) : Range::allBut(0); }

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

/// False where nobody follows what is held there.
bool ResourceWalk::addName(Flow &Now, ir::Path Name) const {
  if (R.storage(Name) == Storage::Elsewhere)
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

void ResourceWalk::forget(Flow &Now, const ir::Path &Written) const {
  R.forget(Now.Facts, Written);
  auto Gone = [&](Term T) { return !T.IsOpaque && isPrefix(Written, R.In.path(T)); };
  std::erase_if(Now.Merged, Gone);
  std::erase_if(Now.Unseen, Gone);
}

void ResourceWalk::write(OpPlace At, Flow &Now, const ir::Path &To, LossKind As) const {
  forget(Now, To);
  if (isWeak(To))
    return;
  forgetNames(At, Now, To, As);
}

void ResourceWalk::forgetNames(OpPlace At, Flow &Now, const ir::Path &Whole, LossKind As) const {
  std::erase_if(Now.Names, [&](const ir::Path &Name) { return isPrefix(Whole, Name); });
  if (Now.State == Holding::Held && !isLive(Now)) {
    Now.State = Holding::Lost;
    Now.How = Loss{As, As == LossKind::Replaced ? *Now.Kept : At};
    Now.Names.clear();
  }
}

void ResourceWalk::copy(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  const ir::Path &To = F.Paths[Op.To - 1];
  const ir::Value V = Op.Values.empty() ? ir::Value{} : Op.Values[0];
  const Range Of = Now.Facts.rangeOf(R.In, V);
  LossKind As = LossKind::Overwritten;
  if (Now.State == Holding::Held) {
    const Relation Is = relation(V, Now);
    if (Is.As == Role::Inside || Is.As == Role::HolderAddress || hasDeref(Is.Rest))
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
      forget(Now, To);
      if (Is.As == Role::Itself && !Now.Facts.limit(R.In, R.In.of(To), Of))
        return;
      return Then.push_back(std::move(Now));
    }
  }
  write(At, Now, To, As);
  if (!isWeak(To) && !Now.Facts.limit(R.In, R.In.of(To), Of))
    return;
  if (const std::optional<Term> From = R.In.of(V); From && !isWeak(To))
    equate(Now, R.In.of(To), *From);
  Then.push_back(std::move(Now));
}

/// False where the case cannot be: what the call was given, or what is known, contradicts it.
bool ResourceWalk::guard(const ir::Op &Op, const CaseGuards &If, Flow &Now) {
  return std::all_of(If.begin(), If.end(), [&](const CaseGuard &G) {
    const ir::Value *V = valueAt(F, Op, G.Subject);
    if (const std::optional<std::int64_t> Number = V ? numberOf(*V) : std::nullopt)
      return G.Of.contains(*Number);
    const std::optional<ir::Path> P = pathAt(R.In, Op, G.Subject);
    return !P || isWeak(*P) || Now.Facts.limit(R.In, R.In.of(*P), G.Of);
  });
}

/// The places of the call by which the callee gets the resource, or gets at it.
std::vector<Slot> ResourceWalk::slotsOf(const ir::Op &Call, const Flow &Now, bool &Lost) const {
  std::vector<Slot> All;
  for (std::size_t I = 0; I < Call.Values.size(); ++I) {
    const Relation Is = relation(Call.Values[I], Now);
    if (Is.As == Role::None)
      continue;
    Lost |= !Call.Callee;
    Slot S = argumentSlot(I, hasThis(F, Call));
    if (Is.As == Role::HolderAddress)
      S.Steps.push_back({ir::StepKind::Deref, {}});
    for (SlotStep &Step : slotSteps(R.In, Is.Rest))
      S.Steps.push_back(std::move(Step));
    All.push_back(std::move(S));
  }
  return All;
}

void ResourceWalk::call(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  if (Now.State == Holding::Held && Calls.mayEndProgram(F, Op))
    escape(Now);
  R.forgetAfter(Now.Facts, Op);
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
  if (Op.To && Calls.mayEndProgram(F, Op))
    Now.Unseen.insert(R.In.of(F.Paths[Op.To - 1]));
  if (takeRepeated(Op, Now))
    splitByAnswer(Op, std::move(Now), Then);
}

void ResourceWalk::splitByAnswer(const ir::Op &Call, Flow Now, std::vector<Flow> &Then) {
  const bool Asks = (Call.To && R.In.matters(R.In.of(F.Paths[Call.To - 1]))) ||
                    std::any_of(Call.Values.begin(), Call.Values.end(),
                                [](const ir::Value &V) { return numberOf(V).has_value(); });
  const std::vector<CaseGuards> Cases = Asks ? Calls.answers(F, Call) : std::vector<CaseGuards>();
  if (Cases.empty())
    return Then.push_back(std::move(Now));
  for (const CaseGuards &If : Cases) {
    Flow Next = Now;
    if (guard(Call, If, Next))
      Then.push_back(std::move(Next));
  }
}

/// The first one takes what is known of the other.
void ResourceWalk::equate(Flow &Now, Term To, Term From) const {
  Now.Facts.equate(R.In, From, To);
  if (Now.Merged.contains(From))
    Now.Merged.insert(To);
  if (Now.Unseen.contains(From))
    Now.Unseen.insert(To);
}

/// A function that only reads gives what it gave before.
bool ResourceWalk::takeRepeated(const ir::Op &Call, Flow &Now) const {
  const std::optional<Term> Value = R.repeated(Call);
  if (!Value || isWeak(F.Paths[Call.To - 1]))
    return true;
  const Term To = R.In.of(F.Paths[Call.To - 1]);
  const Range Of = Now.Facts.rangeOf(*Value);
  equate(Now, To, *Value);
  return Now.Facts.limit(R.In, To, Of);
}

void ResourceWalk::splitByOutcome(OpPlace At, const Flow &Now, const Slot &Of,
                                  std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  using End = Outcome::End;
  const auto Cases = Calls.outcomes(F, Op, Of, What.IsNumber)
                         .value_or(std::vector<Outcome>{{End::Escaped, {}, {}, {}}});
  const bool Both = std::any_of(Cases.begin(), Cases.end(),
                                [](const Outcome &O) { return O.As == End::Released; });
  // Who cannot tell, or never asks, whether it was taken relies on it.
  auto Taken = [&](const Outcome &Kept) {
    return std::any_of(Cases.begin(), Cases.end(), [&](const Outcome &Other) {
      if (Other.As == End::Kept)
        return false;
      const bool Asked = std::any_of(Other.If.begin(), Other.If.end(),
                                     [&](const CaseGuard &G) { return isAsked(Op, Now, G); });
      return (Other.As == End::Escaped && !Asked) || !areApart(Op, Now, Kept, Other);
    });
  };
  for (const Outcome &O : Cases) {
    if (O.As == End::Kept && Taken(O))
      continue;
    Flow Next = Now;
    if (Both && O.As == End::Kept)
      Next.Kept = At;
    if (apply(At, O, Of, Next))
      Then.push_back(std::move(Next));
  }
}

/// Whether the caller knows what the guard asks, or some condition of it asks it, too.
bool ResourceWalk::isAsked(const ir::Op &Op, const Flow &Now, const CaseGuard &G) {
  if (const ir::Value *V = valueAt(F, Op, G.Subject); V && numberOf(*V))
    return true;
  const std::optional<ir::Path> P = pathAt(R.In, Op, G.Subject);
  if (!P || isWeak(*P))
    return false;
  const Term T = R.In.of(*P);
  return R.In.isCompared(T) || !Now.Facts.rangeOf(T).isAll();
}

/// Whether the caller can tell the cases from each other. A result tells whoever cares to ask.
bool ResourceWalk::areApart(const ir::Op &Op, const Flow &Now, const Outcome &A, const Outcome &B) {
  return std::any_of(A.If.begin(), A.If.end(), [&](const CaseGuard &One) {
    return std::any_of(B.If.begin(), B.If.end(), [&](const CaseGuard &Other) {
      return One.Subject == Other.Subject && One.Of.meet(Other.Of).isEmpty() &&
             (One.Subject.Kind == SlotKind::Result || isAsked(Op, Now, One));
    });
  });
}

bool ResourceWalk::apply(OpPlace At, const Outcome &O, const Slot &Of, Flow &Now) {
  const ir::Op &Op = opAt(F, At);
  if (O.As == Outcome::End::Escaped)
    escape(Now);
  if (O.As == Outcome::End::Released) {
    Now.State = Holding::Released;
    Now.Names.clear();
  }
  if (O.Forgets) {
    const std::optional<ir::Path> Gone = pathAt(R.In, Op, Of);
    if (!Gone)
      escape(Now);
    else
      forgetNames(At, Now, *Gone, *O.Forgets);
  }
  if (Op.To)
    write(At, Now, F.Paths[Op.To - 1], Now.Kept == At ? LossKind::Replaced : LossKind::Overwritten);
  for (const Slot &S : O.Also) {
    if (S.Kind == SlotKind::Result && !Op.To)
      continue;
    const std::optional<ir::Path> P = pathAt(R.In, Op, S);
    if (Now.State != Holding::Held && Now.State != Holding::Lost)
      break;
    Now.State = Holding::Held; // by its new name, written in the same breath
    Now.How.reset();
    if (!P || !addName(Now, *P))
      escape(Now);
    else if (!Now.Facts.limit(R.In, R.In.of(*P), held()))
      return false;
  }
  if (!guard(Op, O.If, Now))
    return false;
  if (O.As == Outcome::End::Released)
    Result.Releases.push_back(At);
  return true;
}

void ResourceWalk::remove(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  const Relation Is = Now.State == Holding::Held ? relation(Op.Values[0], Now) : Relation{};
  if (Is.As == Role::Itself) {
    Now.State = Holding::Released;
    Now.Names.clear();
    Result.Releases.push_back(At);
  } else if (Is.As == Role::Holder && Is.Rest[0].Kind == ir::StepKind::Deref) {
    return removeHolder(At, Now, Is, Then);
  } else if (Is.As != Role::None) {
    escape(Now);
  }
  Then.push_back(std::move(Now));
}

/// What the object holds is nobody's when its destructor leaves it alone.
void ResourceWalk::removeHolder(OpPlace At, const Flow &Now, const Relation &Is,
                                std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  Slot Of = argumentSlot(0, hasThis(F, Op));
  Of.Steps = slotSteps(R.In, Is.Rest);
  const auto Cases = Op.Callee ? Calls.outcomes(F, Op, Of, What.IsNumber)
                               : std::optional(std::vector<Outcome>{{}});
  ir::Path Object = F.Paths[Op.Values[0].Index];
  Object.Steps.push_back({ir::StepKind::Deref, 0});
  for (const Outcome &O :
       Cases.value_or(std::vector<Outcome>{{Outcome::End::Escaped, {}, {}, {}}})) {
    Flow Next = Now;
    if (!apply(At, O, Of, Next))
      continue;
    forgetNames(At, Next, Object, LossKind::HolderEnd);
    Then.push_back(std::move(Next));
  }
}

void ResourceWalk::escape(Flow &Now) {
  Now.State = Holding::Escaped;
  Now.Names.clear();
}

} // namespace memlint
