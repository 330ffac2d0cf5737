#include "analysis/solve/ResourceWalk.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/BlockReach.h"
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
         A.Doubtful == B.Doubtful && A.Failed == B.Failed &&
         A.CaughtFrom.has_value() == B.CaughtFrom.has_value() &&
         A.Facts.rangeOf(Returned) == B.Facts.rangeOf(Returned);
}

ir::Path resultPath() { return {ir::BaseKind::Result, 0, {}}; }

} // namespace

WalkResult ResourceWalk::made(OpPlace At, const Made &Which) {
  MadeAt = At;
  What = Which;
  EndsUngiven = Calls.canEndUngiven(What.Family);
  if (!Wholly && What.Form != ResourceForm::Lock) {
    ToMade = blocksBefore(F, At.Block);
    ToMade[At.Block] = true;
  }
  Flow Start;
  Start.Facts = *Begin;
  return run(std::move(Start));
}

WalkResult ResourceWalk::given(const ir::Path &Name, bool Value, ResourceForm Form) {
  ByValue = Value;
  GivenBy = Name;
  Flow Start;
  Start.Facts = *Begin;
  Start.State = Holding::Held;
  Start.Names = {Name};
  Start.Named = true;
  What.Form = Form;
  Start.Facts.limit(R.In, R.In.of(Name), held());
  goTo(Name, Start);
  return run(std::move(Start));
}

WalkResult ResourceWalk::values(const CaseGuards &Given) {
  Flow Start;
  Start.Facts = *Begin;
  for (const CaseGuard &G : Given)
    if (const std::optional<ir::Path> P = pathIn(R.In, G.Subject))
      Start.Facts.limit(R.In, R.In.of(*P), G.Of);
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
    if (Exit.State == Holding::Moved)
      escape(Exit);
    // Integer variables may end without a word.
    const bool Seen = ByValue || std::any_of(Exit.Names.begin(), Exit.Names.end(), [&](auto &Name) {
                        return R.storage(Name) == Storage::Visible;
                      });
    if (MadeAt && Exit.State == Holding::Held && !Seen && What.Form != ResourceForm::Lock) {
      Exit.State = Holding::Lost;
      Exit.How = Loss{LossKind::ScopeEnd, lastPlace()};
    }
    if (Exit.Doubtful && (Exit.State == Holding::Held || Exit.State == Holding::Lost))
      escape(Exit); // it may be released, for all that is known
  }
  return std::move(Result);
}

/// Whether nothing is done any more from the block on.
static bool isTheEnd(const ir::Function &F, std::uint32_t Block) {
  while (Block + 1 != F.Blocks.size()) {
    const ir::Block &B = F.Blocks[Block];
    if (!B.Ops.empty() || B.Edges.size() != 1 || B.Edges[0].Target <= Block)
      return false;
    Block = B.Edges[0].Target;
  }
  return true;
}

/// The last operation before an end to which it was held, or where the resource was made.
OpPlace ResourceWalk::lastPlace() const {
  const auto Way = std::find_if(Result.Ways.rbegin(), Result.Ways.rend(), [&](const Branch &Each) {
    const ir::Block &B = F.Blocks[Each.Block];
    return !B.Ops.empty() && isTheEnd(F, B.Edges[Each.Edge].Target);
  });
  return Way == Result.Ways.rend()
             ? *MadeAt
             : OpPlace{Way->Block, static_cast<std::uint32_t>(F.Blocks[Way->Block].Ops.size() - 1)};
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
    for (Flow &Each : Now) {
      const bool IsHeld = Each.State == Holding::Held;
      const auto First = static_cast<std::ptrdiff_t>(Then.size());
      step({Block, I}, std::move(Each), Then);
      if (IsHeld && std::any_of(Then.begin() + First, Then.end(),
                                [](const Flow &Next) { return Next.State == Holding::Escaped; }))
        Result.Handed.insert({Block, I});
    }
    Now.clear();
    for (Flow &Each : Then)
      join(Now, std::move(Each));
  }
  if (Block + 1 == F.Blocks.size())
    Result.Exits = Now;
  for (std::uint32_t I = 0; I < B.Edges.size(); ++I) {
    const ir::Edge &E = B.Edges[I];
    if (E.Thrown)
      continue;
    for (Flow Next : Now) {
      if (!take(E, Block, Next))
        continue;
      Next.Doubtful |= Next.State == Holding::Held && Unlikely.contains({Block, I});
      if (Next.State == Holding::Held || Next.State == Holding::Lost)
        Result.Ways.insert({Block, I});
      if (!isOver(Next, E.Target))
        merge(E.Target, std::move(Next));
    }
  }
}

/// Whether nothing that is asked for can become of it from the block on.
bool ResourceWalk::isOver(const Flow &Now, std::uint32_t Block) {
  if (ToMade.empty())
    return false;
  Result.Escapes |= Now.State == Holding::Escaped;
  return Now.State == Holding::Escaped || (Now.State == Holding::Not && !ToMade[Block]);
}

/// False where the way does not go there. Where an edge has no condition, none of the block's
/// holds: the default of a switch.
bool ResourceWalk::take(const ir::Edge &E, std::uint32_t Block, Flow &Now) const {
  auto Goes = [&](const ir::Edge &By, bool Holds) {
    const ir::Condition &C = F.Conditions[By.Condition - 1];
    if (!Now.Facts.assume(R.In, C, Holds) || isOther(C, Holds, Now))
      return false;
    doubt(C, Block, Now);
    return true;
  };
  if (E.Condition)
    return Goes(E, E.Holds);
  const std::vector<ir::Edge> &All = F.Blocks[Block].Edges;
  return std::all_of(All.begin(), All.end(), [&](const ir::Edge &Other) {
    return !Other.Condition || Goes(Other, !Other.Holds);
  });
}

/// Whether the condition at the end of the block asks for what a function has just said that nobody
/// knows, since the resource is there: so it was made, or not, for another reason.
bool ResourceWalk::isNews(Term T, std::uint32_t Block) const {
  const std::optional<OpPlace> Asked = R.askedAtOnce(T, Block);
  return Asked && MadeAt && (MadeAt->Block != Block || MadeAt->Op < Asked->Op);
}

/// Whether the same question was answered otherwise before.
bool ResourceWalk::answersOtherwise(Term Answer, Flow &Now) const {
  const std::optional<Term> All = R.Asked.of(Answer);
  return All && !Now.Facts.limit(R.In, *All, Now.Facts.rangeOf(Answer));
}

/// The condition at the end of the block may go together with others that nobody remembers.
void ResourceWalk::doubt(const ir::Condition &C, std::uint32_t Block, Flow &Now) const {
  for (const ir::Value *V : {&C.Left, &C.Right})
    if (Now.State == Holding::Held && relation(*V, Now).As == Role::Maybe)
      Now.Doubtful = true;
    else if (const std::optional<Term> T = R.In.of(*V))
      Now.Doubtful |=
          answersOtherwise(*T, Now) ||
          (Now.Unseen.contains(*T) && (Now.State != Holding::Held || !isNews(*T, Block))) ||
          ((Now.State == Holding::Held || !Now.Names.empty()) && Now.Merged.contains(*T));
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
  if (There.Ended && With.Ended) {
    There.Ended->Sure &= With.Ended->Sure;
    There.Ended->OfAny &= With.Ended->OfAny;
    if (There.Ended->Family != With.Ended->Family)
      There.Ended->Family.clear();
  }
}

void ResourceWalk::merge(std::uint32_t Block, Flow With) {
  if (R.beginsLoop(Block)) {
    auto Other = [&](Term T) { return R.isAnyElement(T); };
    With.Facts.forget(Other);
    std::erase_if(With.Merged, Other);
  }
  if (MadeAt && !ForCallers) { // who was given it learns at the exit what is not asked for here
    auto Dead = [&](Term T) { return R.isDead(T, Block); };
    With.Facts.forget(Dead);
    std::erase_if(With.Merged, Dead);
    if (With.State == Holding::Released)
      std::erase_if(With.Names, [&](const ir::Path &Name) { return Dead(R.In.of(Name)); });
  }
  if (join(In[Block], std::move(With)))
    Work.insert(Block);
}

void ResourceWalk::step(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  if (Exceptions && Op.Kind == ir::OpKind::Throw)
    return throwFrom(At, std::move(Now));
  if (Exceptions && Op.Kind == ir::OpKind::Call)
    throwByCall(At, Now);
  if (!R.Walk.returns(At))
    return;
  if (!follow(Op, Now))
    return;
  if (At == MadeAt && Now.State == Holding::Not)
    return makeAt(At, std::move(Now), Then);
  switch (Op.Kind) {
  case ir::OpKind::Begin:
  case ir::OpKind::End:
    // Where a pointer to it ends, a lock is as it was.
    if (Op.To && (What.Form != ResourceForm::Lock || Op.Kind == ir::OpKind::Begin))
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
  // Who does not take the result relies on success.
  const bool Told =
      Op.To || !What.Or || std::any_of(What.Or->begin(), What.Or->end(), [](const CaseGuard &G) {
        return G.Subject.Kind != SlotKind::Result;
      });
  if (What.Or && Told) {
    Flow Failed = Now;
    Failed.Failed = true;
    if (guard(Op, *What.Or, Failed))
      Then.push_back(std::move(Failed));
  }
  if (!guard(Op, What.If, Now))
    return;
  if (What.Form == ResourceForm::Descriptor && To && !isWeak(*To)) {
    Flow Standard = Now;
    if (Standard.Facts.limit(R.In, R.In.of(*To), Range::between(0, 2)))
      Then.push_back(std::move(Standard));
  }
  Now.State = Holding::Held;
  if (What.To.Kind == SlotKind::Result && !Op.To) {
    Now.State = What.Form == ResourceForm::Descriptor ? Holding::Not // its number is known before
                                                      : Holding::Lost;
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

Range ResourceWalk::held() const {
  switch (What.Form) {
  case ResourceForm::Pointer:
    return Range::allBut(0);
  case ResourceForm::Descriptor:
    return Range::atLeast(3);
  case ResourceForm::Lock:
  case ResourceForm::Other:
    return {};
  }
  return {};
}

/// Whether what the condition compares is the resource and something else, and it says that they
/// are the same: nothing but its names holds it. Or the other way round, of an address.
bool ResourceWalk::isOther(const ir::Condition &C, bool Holds, const Flow &Now) const {
  if (C.Compare != ir::Comparison::Equal || Now.State != Holding::Held)
    return false;
  if (What.IsAddress) {
    const ir::Value &Address = opAt(F, *MadeAt).Values[0];
    auto Is = [&](const ir::Value &A, const ir::Value &B) {
      return relation(A, Now).As == Role::Itself && A.Kind == ir::ValueKind::Held && B == Address;
    };
    return !Holds && (Is(C.Left, C.Right) || Is(C.Right, C.Left));
  }
  auto IsIt = [&](const ir::Value &V) {
    return V.Kind == ir::ValueKind::Held && relation(V, Now).As == Role::Itself;
  };
  if (!Holds) // two of its names are the same
    return IsIt(C.Left) && IsIt(C.Right);
  auto Is = [&](const ir::Value &A, const ir::Value &B) {
    return relation(A, Now).As == Role::Itself && A.Kind == ir::ValueKind::Held &&
           (B.Kind == ir::ValueKind::Address ||
            (B.Kind == ir::ValueKind::Held && relation(B, Now).As == Role::None));
  };
  return Is(C.Left, C.Right) || Is(C.Right, C.Left);
}

/// Whether what the pointers on the way to the place point to may be there: they are not null.
bool ResourceWalk::goTo(const ir::Path &P, Flow &Now) const {
  for (std::size_t I = 0; I < P.Steps.size(); ++I)
    if (P.Steps[I].Kind == ir::StepKind::Deref) {
      ir::Path Pointer = P;
      Pointer.Steps.resize(I);
      if (!isWeak(Pointer) && !Now.Facts.limit(R.In, R.In.of(Pointer), Range::allBut(0)))
        return false;
    }
  return true;
}

/// What pointers point to is read or written.
bool ResourceWalk::follow(const ir::Op &Op, Flow &Now) const {
  for (const ir::Value &V : Op.Values)
    if (V.Kind == ir::ValueKind::Held && !goTo(F.Paths[V.Index], Now))
      return false;
  return !Op.To || goTo(F.Paths[Op.To - 1], Now);
}

ResourceWalk::Relation ResourceWalk::relation(const ir::Value &V, const Flow &Now) const {
  if (!hasPath(V))
    return {};
  const ir::Path &P = F.Paths[V.Index];
  for (const ir::Path &Name : Now.Names) {
    if (isPrefix(P, Name)) {
      if (isWeak(P))
        return {Role::Maybe, {}};
      std::vector<ir::Step> Rest(Name.Steps.begin() + static_cast<std::ptrdiff_t>(P.Steps.size()),
                                 Name.Steps.end());
      if (V.Kind == ir::ValueKind::Address)
        return {Role::HolderAddress, std::move(Rest)};
      if (!Rest.empty() && V.Kind == ir::ValueKind::Held)
        return {Role::Holder, std::move(Rest)};
      return {V.Kind == ir::ValueKind::Held ? Role::Itself : Role::Inside, {}};
    }
    if (V.Kind != ir::ValueKind::Held && isPrefix(Name, P))
      return {Role::Inside, {}};
    if (Name.Steps.size() < P.Steps.size() && isPrefix(Name, P) &&
        P.Steps[Name.Steps.size()].Kind == ir::StepKind::Element)
      return {Role::Maybe, {}};
  }
  return {};
}

/// False where nobody follows what is held there.
bool ResourceWalk::addName(Flow &Now, ir::Path Name) const {
  const bool Follows =
      What.Form == ResourceForm::Lock ? !isWeak(Name) : R.storage(Name) != Storage::Elsewhere;
  if (!Follows)
    return false;
  Now.Named |= !isTemporary(Name);
  const auto At = std::lower_bound(Now.Names.begin(), Now.Names.end(), Name);
  if (At == Now.Names.end() || *At != Name)
    Now.Names.insert(At, std::move(Name));
  return true;
}

bool ResourceWalk::isLive(const Flow &Now) const {
  return ByValue || std::any_of(Now.Names.begin(), Now.Names.end(), [&](const ir::Path &Name) {
           return !Now.Named || !isTemporary(Name);
         });
}

/// Whether the place lies in what is followed, behind one of its names.
bool ResourceWalk::isWithin(const ir::Path &P, const Flow &Now) const {
  return std::any_of(Now.Names.begin(), Now.Names.end(),
                     [&](const ir::Path &Name) { return Name != P && isPrefix(Name, P); });
}

bool ResourceWalk::isTemporary(const ir::Path &Name) const {
  return Name.Base == ir::BaseKind::Variable &&
         F.Variables[Name.Index].Kind == ir::VariableKind::Temporary;
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
  if (Now.State == Holding::Moved && Now.Names.empty())
    return escape(Now);
  if (Now.State == Holding::Held && !isLive(Now)) {
    if (What.Form == ResourceForm::Lock) // it is there, under a name that nobody knows
      return escape(Now);
    Now.State = Holding::Lost;
    Now.How = Loss{As, As == LossKind::Replaced ? *Now.Kept : At};
    Now.Names.clear();
  }
}

void ResourceWalk::copy(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  const ir::Path &To = F.Paths[Op.To - 1];
  const ir::Value V = Op.Values.empty() ? ir::Value{} : Op.Values[0];
  const bool Counts = V.Kind == ir::ValueKind::Shifted && F.Paths[V.Index] == To;
  const Range Of = Counts ? Now.Facts.rangeOf(R.In.of(To)).next() : Now.Facts.rangeOf(R.In, V);
  const auto Part = R.In.part(R.In.of(To));
  const std::optional<std::int64_t> Bits = numberOf(V);
  const Range Whole =
      Part && Bits ? Now.Facts.rangeOf(Part->Whole).written(Part->Mask, *Bits) : Range();
  LossKind As = LossKind::Overwritten;
  if (move(At, Now))
    return Then.push_back(std::move(Now));
  if (Now.State == Holding::Moved && relation(V, Now).As != Role::None)
    escape(Now);
  if (Now.State == Holding::Held) {
    Relation Is = relation(V, Now);
    if (Counts && isWithin(To, Now)) // a number in it is incremented
      Is = {};
    if (Is.As == Role::Inside || Is.As == Role::Maybe || Is.As == Role::HolderAddress ||
        hasDeref(Is.Rest))
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
  if (Part && !Now.Facts.limit(R.In, Part->Whole, Whole))
    return;
  if (const std::optional<Term> From = R.In.of(V); From && !isWeak(To))
    equate(Now, R.In.of(To), *From);
  Then.push_back(std::move(Now));
}

void ResourceWalk::escape(Flow &Now) {
  Now.State = Holding::Escaped;
  Now.Names.clear();
}

} // namespace memlint
