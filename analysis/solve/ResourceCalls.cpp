// What calls do on the ways of a resource: the cases of callees, and which of them a caller can
// tell.
#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"
#include "analysis/solve/ResourceWalk.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>
#include <iterator>

namespace memlint {
namespace {

/// Whether what the caller gave holds it then, too.
bool isHandedOn(const Outcome &O) {
  return std::any_of(O.Also.begin(), O.Also.end(),
                     [](const Slot &S) { return S.Kind != SlotKind::Result; });
}

/// Whether they are in two fields of one object.
bool areBeside(const ir::Path &A, const ir::Path &B) {
  if (A.Base != B.Base || A.Index != B.Index)
    return false;
  const auto [InA, InB] =
      std::mismatch(A.Steps.begin(), A.Steps.end(), B.Steps.begin(), B.Steps.end());
  return InA != A.Steps.end() && InB != B.Steps.end() && InA->Kind == ir::StepKind::Field &&
         InB->Kind == ir::StepKind::Field;
}

} // namespace

/// What a call is given, for all that is known.
Range ResourceWalk::given(const ir::Value &V, const Flow &Now) const {
  return isNeverNull(F, V) ? Range::allBut(0) : Now.Facts.rangeOf(R.In, V);
}

/// False where the case cannot be: what the call was given, or what is known, contradicts it.
bool ResourceWalk::guard(const ir::Op &Op, const CaseGuards &If, Flow &Now) {
  return std::all_of(If.begin(), If.end(), [&](const CaseGuard &G) {
    const ir::Value *V = valueAt(F, Op, G.Subject);
    if (V && given(*V, Now).meet(G.Of).isEmpty())
      return false;
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
    Lost |= !Call.Callee || Is.As == Role::Maybe;
    Slot S = argumentSlot(I, hasThis(F, Call));
    if (Is.As == Role::HolderAddress)
      S.Steps.push_back({ir::StepKind::Deref, {}});
    for (SlotStep &Step : slotSteps(R.In, Is.Rest))
      S.Steps.push_back(std::move(Step));
    All.push_back(std::move(S));
  }
  return All;
}

/// By variables: whether code that nobody has seen gets the address of one, or of a part of it.
const std::vector<bool> &ResourceWalk::lent() {
  if (Lent.empty()) {
    Lent.resize(F.Variables.size());
    ir::forEachOp(F, [&](const ir::Op &Op) {
      if (Op.Kind == ir::OpKind::Call && Calls.isUnseen(F, Op))
        for (const ir::Value &V : Op.Values)
          if (V.Kind == ir::ValueKind::Address && F.Paths[V.Index].Base == ir::BaseKind::Variable)
            Lent[F.Paths[V.Index].Index] = true;
    });
  }
  return Lent;
}

/// Whether only the function can get at it by the names that it has.
bool ResourceWalk::isOurs(const Flow &Now) {
  return std::all_of(Now.Names.begin(), Now.Names.end(), [this](const ir::Path &Name) {
    return R.storage(Name) == Storage::Local && !lent()[Name.Index];
  });
}

/// Whether the callee gives back what it gets by each of the slots.
bool ResourceWalk::leavesAll(const ir::Op &Call, const std::vector<Slot> &Slots) {
  return std::all_of(Slots.begin(), Slots.end(), [&](const Slot &Of) {
    const auto Cases = Calls.outcomes(F, Call, Of, What.Form);
    return Cases && std::all_of(Cases->begin(), Cases->end(), [](const Outcome &O) {
             return O.As == Outcome::End::Kept && O.Also.empty() && !O.Forgets;
           });
  });
}

/// Whether the call is given the address of another part of an object that holds the resource, and
/// may get at the whole object by it: as callbacks do that are given their first member
/// (`container_of`).
bool ResourceWalk::reachesByPart(const ir::Op &Call, const Flow &Now) {
  for (std::size_t I = hasThis(F, Call) ? 1 : 0; I < Call.Values.size(); ++I) {
    const ir::Value &V = Call.Values[I];
    if (V.Kind != ir::ValueKind::Address ||
        std::none_of(Now.Names.begin(), Now.Names.end(),
                     [&](const ir::Path &Name) { return areBeside(Name, F.Paths[V.Index]); }))
      continue;
    if (Calls.handsOn(F, Call, I))
      return true;
  }
  return false;
}

/// Whether the call locks what has one of the names.
bool ResourceWalk::locks(const ir::Op &Call, const std::vector<ir::Path> &Names) {
  if (What.Form != ResourceForm::Lock || Names.empty())
    return false;
  const std::vector<Made> All = Calls.madeAt(F, Call);
  return std::any_of(All.begin(), All.end(), [&](const Made &Each) {
    const auto Place =
        Each.Form == ResourceForm::Lock ? pathAt(R.In, Call, Each.To) : std::optional<ir::Path>();
    return Place && std::find(Names.begin(), Names.end(), *Place) != Names.end();
  });
}

/// Whether the call locks again what the caller had locked and the function has unlocked: the
/// caller has it as before.
bool ResourceWalk::relocks(OpPlace At, Flow &Now) {
  if (Now.State != Holding::Released || !GivenBy || !locks(opAt(F, At), {*GivenBy}))
    return false;
  Result.Relocked.insert(At);
  Now.State = Holding::Held;
  Now.Names = {*GivenBy};
  Now.Ended.reset();
  return true;
}

void ResourceWalk::call(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  if (Now.State == Holding::Held && locks(Op, Now.Names))
    Result.LockedAgain.insert(At);
  const bool IsUnseen = Calls.isUnseen(F, Op);
  const bool MayEnd = IsUnseen && R.isLastOnItsWay(At);
  if (IsUnseen && Now.State == Holding::Held && (MayEnd || !isOurs(Now)))
    escape(Now);
  else if (MayEnd && Now.State == Holding::Not && (Now.Failed || !MadeAt))
    Now.Doubtful = true;
  R.forgetAfter(Now.Facts, Op);
  giveMoved(At, Now);
  if (Now.State == Holding::Held) {
    bool Lost = false;
    const std::vector<Slot> Slots = slotsOf(Op, Now, Lost);
    const bool Leaves = Lost || (Slots.size() > 1 && !leavesAll(Op, Slots));
    if (Leaves || reachesByPart(Op, Now))
      escape(Now);
    else if (!Slots.empty())
      return splitByOutcome(At, Now, Slots[0], Then);
    else if (EndsUngiven && Calls.mayEndUngiven(F, Op, What.Family))
      escape(Now);
  } else if (!relocks(At, Now) && Now.State == Holding::Released && !Now.Names.empty()) {
    callAgain(At, Now, IsUnseen);
  }
  if (!takeBack(At, Now))
    return;
  if (Op.To && IsUnseen)
    Now.Unseen.insert(R.In.of(F.Paths[Op.To - 1]));
  if (takeRepeated(Op, Now))
    splitByAnswer(Op, std::move(Now), Then);
}

/// Writes the result: what is known of a value that the call gives back is known of it.
bool ResourceWalk::takeBack(OpPlace At, Flow &Now) {
  const ir::Op &Op = opAt(F, At);
  if (!Op.To)
    return true;
  const ir::Path &To = F.Paths[Op.To - 1];
  const std::optional<std::size_t> Same = Calls.givesBack(F, Op);
  const ir::Value Given = Same && *Same < Op.Values.size() ? Op.Values[*Same] : ir::Value{};
  const Range Of = Now.Facts.rangeOf(R.In, Given);
  write(At, Now, To, LossKind::Overwritten);
  return isWeak(To) || !R.In.isAsked(R.In.of(To)) || Now.Facts.limit(R.In, R.In.of(To), Of);
}

/// The answers that there are, where what is known keeps one out.
void ResourceWalk::takeAnswer(const ir::Op &Call, Flow Now, std::vector<Flow> &Then) {
  std::vector<Flow> Split;
  const auto Cases = splitByAnswer(Call, Now, Split);
  if (Split.size() < Cases)
    std::move(Split.begin(), Split.end(), std::back_inserter(Then));
  else
    Then.push_back(std::move(Now));
}

/// Returns how many answers the call has.
std::size_t ResourceWalk::splitByAnswer(const ir::Op &Call, Flow Now, std::vector<Flow> &Then) {
  const bool Asks = (Call.To && R.In.matters(R.In.of(F.Paths[Call.To - 1]))) ||
                    std::any_of(Call.Values.begin(), Call.Values.end(),
                                [](const ir::Value &V) { return numberOf(V).has_value(); });
  const auto Cases = Asks ? Calls.answers(F, Call) : std::nullopt;
  if (!Cases) {
    Then.push_back(std::move(Now));
    return 1;
  }
  for (const CaseGuards &If : *Cases) {
    Flow Next = Now;
    if (guard(Call, If, Next))
      Then.push_back(std::move(Next));
  }
  return Cases->size();
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
  if (!Value || !Call.To || isWeak(F.Paths[Call.To - 1]))
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
  auto Cases =
      Calls.outcomes(F, Op, Of, What.Form).value_or(std::vector{Outcome::ending(End::Escaped)});
  if (isInside(Op, Now)) // who releases it from there knows where it begins
    for (Outcome &O : Cases)
      O.OfAny = false;
  const bool Both = std::any_of(Cases.begin(), Cases.end(),
                                [](const Outcome &O) { return O.As == End::Released; });
  // Who cannot tell, or never asks, whether it was taken relies on it.
  auto Taken = [&](const Outcome &Kept) {
    return std::any_of(Cases.begin(), Cases.end(), [&](const Outcome &Other) {
      if (Other.As == End::Kept && !(Kept.Also.empty() && isHandedOn(Other)))
        return false;
      if (needsNobody(Op, Kept, Other))
        return true;
      const bool Asked = std::any_of(Other.If.begin(), Other.If.end(),
                                     [&](const CaseGuard &G) { return isAsked(Op, Now, G); });
      return (Other.As != End::Released && !Asked) || !areApart(Op, Now, Kept, Other);
    });
  };
  for (const Outcome &O : Cases) {
    if (O.As == End::Kept && Taken(O))
      continue;
    Flow Next = Now;
    if (Both && O.As == End::Kept)
      Next.Kept = At;
    if (!apply(At, O, Of, isTold(Op, Now, O, Cases), Next))
      continue;
    if (O.As == End::Kept && Cases.size() == 1) // it may tell of something else
      takeAnswer(Op, std::move(Next), Then);
    else
      Then.push_back(std::move(Next));
  }
}

/// Whether the caller can tell the case from all that end otherwise.
bool ResourceWalk::isTold(const ir::Op &Op, const Flow &Now, const Outcome &O,
                          const std::vector<Outcome> &All) {
  return std::all_of(All.begin(), All.end(), [&](const Outcome &Other) {
    return Other.As == O.As || areApart(Op, Now, O, Other);
  });
}

/// A call that may get what was released before.
void ResourceWalk::callAgain(OpPlace At, Flow &Now, bool IsUnseen) {
  const ir::Op &Op = opAt(F, At);
  bool Lost = false;
  const std::vector<Slot> Slots = slotsOf(Op, Now, Lost);
  const auto Cases = Slots.size() == 1 && !Lost ? Calls.outcomes(F, Op, Slots[0], What.Form)
                                                : std::optional<std::vector<Outcome>>();
  // Members of several bases may have one name: each base's destructor ends its own.
  const bool IsBase = Op.Detail & ir::ImplicitCall && !Op.Values.empty() &&
                      Op.Values[0].Kind == ir::ValueKind::Held && hasThis(F) &&
                      plainVariable(F, Op.Values[0]) == 0;
  if ((!Cases || IsBase) && !Slots.empty())
    return Now.Names.clear();
  for (const Outcome &O : Cases.value_or(std::vector<Outcome>())) {
    if (Flow Next = Now; O.As == Outcome::End::Released && O.Sure && isTold(Op, Now, O, *Cases) &&
                         guard(Op, O.If, Next))
      release(At, Next, O, true);
    if (O.As != Outcome::End::Kept || O.Forgets)
      Now.Names.clear();
  }
  std::erase_if(Now.Names, [&](const ir::Path &Name) {
    return R.storage(Name) != Storage::Local && (IsUnseen || R.mayWrite(Op, Name));
  });
}

/// Whether the release before has said that it failed, by a number below zero: who tries again has
/// asked for that.
bool ResourceWalk::hasFailed(const Flow &Now) {
  const ir::Op &Before = opAt(F, Now.Ended->At);
  if (Now.Ended->IsTold || !Before.To || isWeak(F.Paths[Before.To - 1]))
    return false;
  const Range Said = Now.Facts.rangeOf(R.In.of(F.Paths[Before.To - 1]));
  return Range::between(INT64_MIN, -1).contains(Said);
}

/// `Sure`: the call does it, for all that the caller can know.
void ResourceWalk::release(OpPlace At, Flow &Now, const Outcome &As, bool Sure) {
  const std::string &Family = As.Family;
  const bool Certain = Sure && !Now.Doubtful;
  if (Now.State == Holding::Released && Now.Ended && Certain && !hasFailed(Now))
    Result.Wrong.insert({ReleaseFault::Twice, {At, Family, true, true}, Now.Ended->At});
  const bool OfAny = As.OfAny && !R.comparesAddresses();
  if (Now.State == Holding::Held && Certain && What.IsAddress && OfAny)
    Result.Wrong.insert({ReleaseFault::NotOwned, {At, Family, true, true}, {}});
  else if (Now.State == Holding::Held && Certain && !fits(What.Family, Family))
    Result.Wrong.insert({ReleaseFault::Mismatched, {At, Family, true, true}, {}});
  if (Now.State == Holding::Held)
    Result.Releases.push_back(At);
  Now.State = Holding::Released;
  const bool IsTold = std::any_of(As.If.begin(), As.If.end(), [](const CaseGuard &G) {
    return G.Subject.Kind == SlotKind::Result;
  });
  Now.Ended = {At, Family, Sure, OfAny, IsTold};
  if (!Sure)
    Now.Names.clear();
}

/// Whether the caller knows what the guard asks, or some condition of it asks it, too.
bool ResourceWalk::isAsked(const ir::Op &Op, const Flow &Now, const CaseGuard &G) {
  if (const ir::Value *V = valueAt(F, Op, G.Subject); V && !given(*V, Now).isAll())
    return true;
  const std::optional<ir::Path> P = pathAt(R.In, Op, G.Subject);
  if (!P || isWeak(*P))
    return false;
  const Term T = R.In.of(*P);
  return R.In.isCompared(T) || !Now.Facts.rangeOf(T).isAll();
}

/// Whether the case is that of a null pointer, which hardly any caller gives: in the other one
/// somebody gets the resource by it.
bool ResourceWalk::needsNobody(const ir::Op &Op, const Outcome &Null, const Outcome &Other) const {
  auto GoesBy = [&](const Slot &Pointer) {
    return std::any_of(Other.Also.begin(), Other.Also.end(), [&](const Slot &To) {
      return To.Kind == Pointer.Kind && To.Index == Pointer.Index &&
             To.Steps.size() > Pointer.Steps.size() &&
             std::equal(Pointer.Steps.begin(), Pointer.Steps.end(), To.Steps.begin());
    });
  };
  return std::any_of(Null.If.begin(), Null.If.end(), [&](const CaseGuard &One) {
    const ir::Value *V = valueAt(F, Op, One.Subject);
    const auto Whole = V ? plainVariable(F, *V) : std::nullopt;
    const bool IsPointer = Whole && F.Types[F.Variables[*Whole].Type].Flags & ir::PointerType;
    return One.Of == Range::only(0) && One.Subject.Kind == SlotKind::Argument &&
           !(V && numberOf(*V)) &&
           (GoesBy(One.Subject) || (IsPointer && Other.As == Outcome::End::Escaped)) &&
           std::any_of(Other.If.begin(), Other.If.end(), [&](const CaseGuard &G) {
             return G.Subject == One.Subject && !G.Of.contains(0);
           });
  });
}

/// Whether the caller can tell the cases from each other. A result tells whoever cares to ask.
bool ResourceWalk::areApart(const ir::Op &Op, const Flow &Now, const Outcome &A, const Outcome &B) {
  return std::any_of(A.If.begin(), A.If.end(), [&](const CaseGuard &One) {
    return std::any_of(B.If.begin(), B.If.end(), [&](const CaseGuard &Other) {
      return One.Subject == Other.Subject && One.Of.meet(Other.Of).isEmpty() &&
             (One.Subject.Kind == SlotKind::Result ? Op.To != 0 : isAsked(Op, Now, One));
    });
  });
}

/// What builds the object is given it, too; that needs no word.
void ResourceWalk::borrow(OpPlace At, const Slot &Of) {
  const bool Builds = Of.Index == 0 && Of.Steps.empty() &&
                      F.Symbols[opAt(F, At).Callee - 1].Flags & ir::Constructor;
  if (!Builds)
    Result.Borrows.insert(At);
}

/// False where the case cannot be.
bool ResourceWalk::apply(OpPlace At, const Outcome &O, const Slot &Of, bool Sure, Flow &Now) {
  const ir::Op &Op = opAt(F, At);
  if (O.As == Outcome::End::Escaped)
    escape(Now);
  if (O.As == Outcome::End::Released)
    Now.State = Holding::Released;
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
  if (!O.Also.empty()) // what the callee handed out may have no other name than that, for now
    Now.Named = std::any_of(Now.Names.begin(), Now.Names.end(),
                            [this](const ir::Path &Name) { return !isTemporary(Name); });
  if (!guard(Op, O.If, Now))
    return false;
  if (Now.State == Holding::Held) // whatever the callee has done to what is beside it
    for (const ir::Path &Name : Now.Names)
      if (!Now.Facts.limit(R.In, R.In.of(Name), held()))
        return false;
  if (Now.State == Holding::Held && O.As == Outcome::End::Kept && Op.Kind == ir::OpKind::Call)
    borrow(At, Of);
  if (O.As == Outcome::End::Released) {
    Now.State = Holding::Held;
    release(At, Now, O, Sure && O.Sure);
  }
  return true;
}

void ResourceWalk::remove(OpPlace At, Flow Now, std::vector<Flow> &Then) {
  const ir::Op &Op = opAt(F, At);
  const bool Follows = Now.State == Holding::Held || Now.State == Holding::Released;
  const Relation Is = Follows ? relation(Op.Values[0], Now) : Relation{};
  const auto Form = static_cast<ir::DeleteForm>(Op.Detail);
  if (Form != ir::DeleteForm::Destroy && !Now.Doubtful && isMovedHere(Op.Values[0], Now))
    Result.Wrong.insert(
        {ReleaseFault::Moved,
         {At, Form == ir::DeleteForm::Array ? "new[]" : "new", true, true},
         Now.State == Holding::Moved ? std::optional(Now.Ended->At) : std::nullopt});
  if (Now.State == Holding::Moved && relation(Op.Values[0], Now).As != Role::None)
    escape(Now);
  if (Is.As == Role::Itself) {
    if (Form != ir::DeleteForm::Destroy) { // or its memory stays
      Outcome Deleted = Outcome::ending(Outcome::End::Released);
      Deleted.Family = Form == ir::DeleteForm::Array ? "new[]" : "new";
      release(At, Now, Deleted, true);
    }
  } else if (Now.State == Holding::Released) {
    if (Is.As != Role::None)
      Now.Names.clear();
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
  const auto Cases =
      Op.Callee ? Calls.outcomes(F, Op, Of, What.Form) : std::optional(std::vector<Outcome>{{}});
  ir::Path Object = F.Paths[Op.Values[0].Index];
  Object.Steps.push_back({ir::StepKind::Deref, 0});
  for (const Outcome &O : Cases.value_or(std::vector{Outcome::ending(Outcome::End::Escaped)})) {
    Flow Next = Now;
    if (!apply(At, O, Of, true, Next))
      continue;
    forgetNames(At, Next, Object, LossKind::HolderEnd);
    Then.push_back(std::move(Next));
  }
}

} // namespace memlint
