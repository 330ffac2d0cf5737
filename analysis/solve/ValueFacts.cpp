#include "analysis/solve/ValueFacts.h"

#include "analysis/ir/EachOp.h"
#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <iterator>

namespace memlint {
namespace {

bool isCut(const ir::Path &P) {
  return !P.Steps.empty() && P.Steps.back().Kind == ir::StepKind::Below;
}

/// Whether a value of this kind is an address of something that is there.
bool isObject(const ir::Value &V) {
  return V.Kind == ir::ValueKind::Address || V.Kind == ir::ValueKind::Function ||
         V.Kind == ir::ValueKind::Site;
}

/// The number that the path is a part of.
ir::Path wholeOf(ir::Path P) {
  P.Steps.pop_back();
  return P;
}

} // namespace

Terms::Terms(const ir::Function &F, const std::function<bool(const ir::Op &)> &Asks)
    : F(F), Names(F.Names) {
  for (const ir::Path &P : F.Paths)
    OfIndex.push_back(intern(P));
  const std::set<Term> Once = mentionedOnce();
  for (const ir::Condition &C : F.Conditions)
    for (const ir::Value *V : {&C.Left, &C.Right})
      if (const std::optional<Term> T = of(*V); T && !Once.contains(*T))
        Compared.insert(*T);
  addParts(Compared);
  for (std::size_t Before = Copied.size() + 1; Before != Copied.size();) {
    Before = Copied.size();
    ir::forEachOp(F, [&](const ir::Op &Op) { addSource(Op, Once); });
    if (Asks)
      addGiven(Asks);
  }
}

/// What the operation copies to what matters.
void Terms::addSource(const ir::Op &Op, const std::set<Term> &Once) {
  if (Op.Kind != ir::OpKind::Copy || !Op.To || !matters({false, OfIndex[Op.To - 1]}))
    return;
  if (const std::optional<Term> From = of(Op.Values[0]); From && !Once.contains(*From))
    Copied.insert(*From);
}

/// Where the function writes numbers, and gives them to one that only asks for them, and it asks
/// for the answer.
void Terms::addGiven(const std::function<bool(const ir::Op &)> &Asks) {
  std::set<Term> Numbers;
  ir::forEachOp(F, [&](const ir::Op &Op) {
    if (Op.Kind == ir::OpKind::Copy && Op.To && Op.Values[0].Kind == ir::ValueKind::Number)
      Numbers.insert({false, OfIndex[Op.To - 1]});
  });
  addParts(Numbers);
  auto IsGiven = [&](const ir::Value &V, Term T) {
    return (V.Kind == ir::ValueKind::Address || V.Kind == ir::ValueKind::Held) &&
           isPrefix(F.Paths[V.Index], path(T));
  };
  ir::forEachOp(F, [&](const ir::Op &Op) {
    if (Op.Kind == ir::OpKind::Call && Op.To && isAsked({false, OfIndex[Op.To - 1]}) && Asks(Op))
      for (const ir::Value &V : Op.Values)
        std::copy_if(Numbers.begin(), Numbers.end(), std::inserter(Copied, Copied.end()),
                     [&](Term T) { return IsGiven(V, T); });
  });
  addParts(Copied);
}

/// Who asks for a part of a number, or for all of it, is told by its other parts as well.
void Terms::addParts(std::set<Term> &To) const {
  std::set<Term> Wholes;
  for (std::uint64_t I = 0; I < Paths.size(); ++I)
    if (Parts[I].Mask && (To.contains({false, I}) || To.contains(Parts[I].Whole)))
      Wholes.insert(Parts[I].Whole);
  for (std::uint64_t I = 0; I < Paths.size(); ++I)
    if (Parts[I].Mask && Wholes.contains(Parts[I].Whole))
      To.insert({false, I});
  To.merge(Wholes);
}

/// Opaque values that one place makes and asks for: they may be others each time.
std::set<Term> Terms::mentionedOnce() const {
  std::map<std::uint64_t, int> Times;
  auto Add = [&](std::set<std::uint64_t> &To, const ir::Value &V) {
    if (V.Kind == ir::ValueKind::Opaque)
      To.insert(V.Index);
  };
  for (const ir::Block &B : F.Blocks) {
    std::set<std::uint64_t> Asked;
    for (const ir::Edge &E : B.Edges)
      if (E.Condition) {
        Add(Asked, F.Conditions[E.Condition - 1].Left);
        Add(Asked, F.Conditions[E.Condition - 1].Right);
      }
    for (std::uint64_t Index : Asked)
      ++Times[Index];
    for (const ir::Op &Op : B.Ops)
      for (const ir::Value &V : Op.Values)
        if (V.Kind == ir::ValueKind::Opaque)
          ++Times[V.Index];
  }
  std::set<Term> Once;
  for (const auto &[Index, N] : Times)
    if (N == 1)
      Once.insert({true, Index});
  return Once;
}

std::size_t Terms::Hash::operator()(const ir::Path &P) const {
  std::uint64_t Of = static_cast<std::uint64_t>(P.Base) << 32 | P.Index;
  for (const ir::Step &S : P.Steps) // the odd constant of Knuth's multiplicative hashing
    Of = (Of ^ (static_cast<std::uint64_t>(S.Kind) << 32 | S.Name)) * 0x9e3779b97f4a7c15U;
  return Of ^ Of >> 32;
}

std::int64_t Terms::mask(const ir::Path &P) const {
  const bool IsField = !P.Steps.empty() && P.Steps.back().Kind == ir::StepKind::Field;
  return IsField ? maskOf(Names[P.Steps.back().Name]) : 0;
}

std::uint64_t Terms::intern(const ir::Path &P) {
  if (const auto At = Numbers.find(P); At != Numbers.end())
    return At->second;
  const std::int64_t Mask = mask(P);
  const Part Of = {Mask ? of(wholeOf(P)) : Term(), Mask};
  Numbers.emplace(P, Paths.size());
  Paths.push_back(P);
  Parts.push_back(Of);
  return Paths.size() - 1;
}

std::optional<Terms::Part> Terms::part(Term T) const {
  return !T.IsOpaque && Parts[T.Index].Mask ? std::optional(Parts[T.Index]) : std::nullopt;
}

std::optional<Term> Terms::of(const ir::Value &V) const {
  if (V.Kind == ir::ValueKind::Opaque)
    return Term{true, V.Index};
  if (V.Kind != ir::ValueKind::Held || isCut(F.Paths[V.Index]))
    return std::nullopt;
  return Term{false, OfIndex[V.Index]};
}

Term Terms::of(const ir::Path &P) { return {false, intern(P)}; }

bool Terms::isGivenMemory(const ir::Path &P) const {
  return isGiven(F.Variables[P.Index]) && !P.Steps.empty() &&
         P.Steps[0].Kind == ir::StepKind::Deref;
}

bool Terms::matters(Term T) const {
  if (T.IsOpaque || isAsked(T))
    return isAsked(T);
  const ir::Path &P = Paths[T.Index];
  if (P.Base != ir::BaseKind::Variable)
    return P.Base == ir::BaseKind::Result;
  return F.Variables[P.Index].Kind == ir::VariableKind::Temporary || isGivenMemory(P);
}

std::uint32_t Terms::name(std::string_view Field) {
  const auto At = std::find(Names.begin(), Names.end(), Field);
  if (At == Names.end())
    return Names.emplace_back(Field), static_cast<std::uint32_t>(Names.size() - 1);
  return static_cast<std::uint32_t>(At - Names.begin());
}

bool isNeverNull(const ir::Function &F, const ir::Value &V) {
  const auto Whole = plainVariable(F, V);
  if (!Whole)
    return isObject(V);
  return isThis(F, V) || F.Types[F.Variables[*Whole].Type].Flags & ir::ReferenceType;
}

bool isPrefix(const ir::Path &Whole, const ir::Path &Part) {
  auto MayBe = [](const ir::Step &A, const ir::Step &B) {
    const bool IsAny = A.Kind == ir::StepKind::Element && (!A.Name || !B.Name);
    return A.Kind == B.Kind && (A.Name == B.Name || IsAny);
  };
  return Whole.Base == Part.Base && Whole.Index == Part.Index &&
         Whole.Steps.size() <= Part.Steps.size() &&
         std::equal(Whole.Steps.begin(), Whole.Steps.end(), Part.Steps.begin(), MayBe);
}

bool ValueFacts::assume(const Terms &In, const ir::Condition &C, bool Holds) {
  const std::optional<std::int64_t> Left = numberOf(C.Left), Right = numberOf(C.Right);
  if (Left && Right)
    return Range::of(C.Compare, Holds, *Right).contains(*Left);
  if (Right && isNeverNull(In.function(), C.Left))
    return !Range::allBut(0).meet(Range::of(C.Compare, Holds, *Right)).isEmpty();
  const std::optional<Term> L = In.of(C.Left), R = In.of(C.Right);
  if (Right && L)
    return limit(In, *L, Range::of(C.Compare, Holds, *Right));
  if (Left && R) { // turned round: a < b where not b <= a
    if (C.Compare == ir::Comparison::LessUnsigned)
      return *Left == -1
                 ? !Holds // nothing is greater
                 : limit(In, *R,
                         Range::of(C.Compare, !Holds, *Left == INT64_MAX ? INT64_MIN : *Left + 1));
    const ir::Comparison Turned = C.Compare == ir::Comparison::Less ? ir::Comparison::LessEqual
                                  : C.Compare == ir::Comparison::LessEqual ? ir::Comparison::Less
                                                                           : ir::Comparison::Equal;
    const bool Same = C.Compare == ir::Comparison::Equal;
    return limit(In, *R, Range::of(Turned, Same ? Holds : !Holds, *Left));
  }
  if (!L || !R)
    return true;
  if (!known(In, *L).mayCompare(C.Compare, Holds, known(In, *R)))
    return false;
  if (C.Compare == ir::Comparison::LessEqual)
    return relate({true, *R, *L}, !Holds);
  if (C.Compare == ir::Comparison::Equal && *R < *L)
    return relate({false, *R, *L}, Holds);
  const bool IsUnsigned = C.Compare == ir::Comparison::LessUnsigned;
  return relate({C.Compare == ir::Comparison::Less || IsUnsigned, *L, *R}, Holds) &&
         (!IsUnsigned || !Holds || limit(In, *R, Range::allBut(0)));
}

/// Of a part of a number what is known of that, and of greater parts, too.
Range ValueFacts::known(const Terms &In, Term T) const {
  const auto Is = In.part(T);
  Range Now = rangeOf(T);
  if (!Is)
    return Now;
  Now = Now.meet(rangeOf(Is->Whole).masked(Is->Mask));
  for (const auto &[Other, Of] : Ranges)
    if (const auto Part = In.part(Other);
        Part && Part->Whole == Is->Whole && (Part->Mask & Is->Mask) == Is->Mask)
      Now = Now.meet(Of.masked(Is->Mask));
  return Now;
}

/// What is known of a number now is known of its parts, and the other way round.
bool ValueFacts::limitParts(const Terms &In, Term T, const Range &Now) {
  const auto Is = In.part(T);
  if (Is && !limit(In, Is->Whole, rangeOf(Is->Whole).having(Is->Mask, Now)))
    return false;
  std::vector<std::pair<Term, Range>> Within;
  for (const auto &[Other, Range] : Ranges)
    if (const auto Part = In.part(Other);
        Part && Other != T &&
        (Is ? Part->Whole == Is->Whole && (Part->Mask & Is->Mask) == Part->Mask : Part->Whole == T))
      Within.emplace_back(Other, Now.masked(Part->Mask));
  return std::all_of(Within.begin(), Within.end(),
                     [&](const auto &Each) { return limit(In, Each.first, Each.second); });
}

bool ValueFacts::limit(const Terms &In, Term T, const Range &To) {
  const Range Now = known(In, T).meet(To);
  if (Now.isEmpty())
    return false;
  if (!In.matters(T) || Now.isAll() || Now == rangeOf(T))
    return true;
  Ranges.insert_or_assign(T, Now);
  std::vector<Term> Same;
  for (const auto &[R, Holds] : Relations)
    if (!R.IsLess && Holds && (R.Left == T || R.Right == T))
      Same.push_back(R.Left == T ? R.Right : R.Left);
  return limitParts(In, T, Now) &&
         std::all_of(Same.begin(), Same.end(), [&](Term Other) { return limit(In, Other, Now); });
}

void ValueFacts::equate(const Terms &In, Term A, Term B) {
  if (A != B && In.matters(A) && In.matters(B))
    Relations.insert_or_assign({false, std::min(A, B), std::max(A, B)}, true);
}

std::optional<bool> ValueFacts::known(const Relation &R) const {
  auto Said = [this](const Relation &Which) -> std::optional<bool> {
    const auto At = Relations.find(Which);
    return At == Relations.end() ? std::nullopt : std::optional(At->second);
  };
  if (const std::optional<bool> Same = Said(R))
    return Same;
  if (R.IsLess) {
    const bool Turned = Said({true, R.Right, R.Left}) == true;
    const bool Equal = Said({false, std::min(R.Left, R.Right), std::max(R.Left, R.Right)}) == true;
    return Turned || Equal ? std::optional(false) : std::nullopt;
  }
  const bool Less = Said({true, R.Left, R.Right}) == true || Said({true, R.Right, R.Left}) == true;
  return Less ? std::optional(false) : std::nullopt;
}

bool ValueFacts::relate(Relation R, bool Holds) {
  if (R.Left == R.Right)
    return Holds != R.IsLess;
  if (const std::optional<bool> Now = known(R))
    return *Now == Holds;
  Relations.insert_or_assign(R, Holds);
  return true;
}

Range ValueFacts::rangeOf(Term T) const {
  const auto At = Ranges.find(T);
  return At == Ranges.end() ? Range{} : At->second;
}

Range ValueFacts::rangeOf(const Terms &In, const ir::Value &V) const {
  if (const std::optional<std::int64_t> Number = numberOf(V))
    return Range::only(*Number);
  if (isObject(V))
    return Range::allBut(0);
  const std::optional<Term> T = In.of(V);
  return T ? known(In, *T) : Range{};
}

void ValueFacts::forget(const Terms &In, const ir::Path &Written) {
  const std::int64_t Mask = In.mask(Written);
  const ir::Path Whole = Mask ? wholeOf(Written) : ir::Path();
  forget([&](Term T) {
    if (T.IsOpaque)
      return false;
    const auto Part = In.part(T);
    const bool Overlaps =
        Mask && (Part ? Part->Mask & Mask && In.path(Part->Whole) == Whole : In.path(T) == Whole);
    return Overlaps || isPrefix(Written, In.path(T));
  });
}

void ValueFacts::forget(const std::function<bool(Term)> &Gone) {
  Ranges.eraseIf([&](const auto &Each) { return Gone(Each.first); });
  Relations.eraseIf(
      [&](const auto &Each) { return Gone(Each.first.Left) || Gone(Each.first.Right); });
}

/// Of each term that either knows more of than the other: `See(Mine, Theirs)`, until that is false.
template <class Seer> bool ValueFacts::compareRanges(const ValueFacts &Other, Seer &&See) const {
  static const Range Any;
  auto A = Ranges.begin();
  auto B = Other.Ranges.begin();
  while (A != Ranges.end() || B != Other.Ranges.end()) {
    const bool First = A != Ranges.end() && (B == Other.Ranges.end() || A->first <= B->first);
    const bool Second = B != Other.Ranges.end() && (A == Ranges.end() || B->first <= A->first);
    const Range &Mine = First ? A->second : Any, &Theirs = Second ? B->second : Any;
    if (Mine != Theirs && !See(Mine, Theirs))
      return false;
    A += First;
    B += Second;
  }
  return true;
}

bool ValueFacts::holdsWhere(const ValueFacts &Other) const {
  return compareRanges(
             Other, [](const Range &Mine, const Range &Theirs) { return Mine.contains(Theirs); }) &&
         std::includes(Other.Relations.begin(), Other.Relations.end(), Relations.begin(),
                       Relations.end());
}

bool ValueFacts::isBoxWith(const ValueFacts &Other) const {
  int Differ = 0;
  bool Less = true, More = true;
  const bool MayBe = compareRanges(Other, [&](const Range &Mine, const Range &Theirs) {
    Less &= Mine.contains(Theirs);
    More &= Theirs.contains(Mine);
    return ++Differ == 1 || Less || More;
  });
  if (!MayBe)
    return false;
  if (Relations == Other.Relations)
    return true;
  auto Includes = [](const FlatMap<Relation, bool> &All, const FlatMap<Relation, bool> &Some) {
    return std::includes(All.begin(), All.end(), Some.begin(), Some.end());
  };
  return (Less && Includes(Other.Relations, Relations)) ||
         (More && Includes(Relations, Other.Relations));
}

std::set<Term> ValueFacts::keepCommon(const ValueFacts &Other) {
  std::set<Term> Lost;
  for (const auto &[T, R] : Other.Ranges)
    if (rangeOf(T) != R)
      Lost.insert(T);
  for (auto At = Ranges.begin(); At != Ranges.end();) {
    const Range Joined = At->second.join(Other.rangeOf(At->first));
    if (At->second != Other.rangeOf(At->first))
      Lost.insert(At->first);
    At->second = Joined;
    At = Joined.isAll() ? Ranges.erase(At) : std::next(At);
  }
  auto LoseUnless = [&](const FlatMap<Relation, bool> &These, const FlatMap<Relation, bool> &In) {
    for (const auto &[R, Holds] : These)
      if (const auto Same = In.find(R); Same == In.end() || Same->second != Holds)
        Lost.insert({R.Left, R.Right});
  };
  LoseUnless(Relations, Other.Relations);
  LoseUnless(Other.Relations, Relations);
  Relations.eraseIf([&](const auto &Each) {
    const auto Same = Other.Relations.find(Each.first);
    return Same == Other.Relations.end() || Same->second != Each.second;
  });
  return Lost;
}

} // namespace memlint
