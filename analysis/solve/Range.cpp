#include "analysis/solve/Range.h"

#include <algorithm>
#include <limits>

namespace memlint {
namespace {

constexpr std::int64_t Least = std::numeric_limits<std::int64_t>::min(),
                       Greatest = std::numeric_limits<std::int64_t>::max();

/// Numbers up to this one are counted one by one: loops that run once or twice are told from
/// others.
constexpr std::int64_t GreatestCounted = 1;

/// So many numbers of a range are looked at one by one.
constexpr std::uint64_t MaxListed = 16;

} // namespace

Range::Range() : Count(1) { Parts[0] = {Least, Greatest}; }

/// Sorted intervals, with gaps between them; beyond MaxParts the narrowest gaps are closed.
Range Range::ofParts(Interval *All, std::size_t Size) {
  for (; Size > MaxParts; --Size) {
    auto Gap = [&](std::size_t I) {
      return static_cast<std::uint64_t>(All[I + 1].First) - static_cast<std::uint64_t>(All[I].Last);
    };
    std::size_t Narrowest = 0;
    for (std::size_t I = 1; I + 1 < Size; ++I)
      if (Gap(I) < Gap(Narrowest))
        Narrowest = I;
    All[Narrowest].Last = All[Narrowest + 1].Last;
    std::copy(All + Narrowest + 2, All + Size, All + Narrowest + 1);
  }
  Range Of;
  Of.Parts[0] = {};
  Of.Count = Size;
  std::copy(All, All + Size, Of.Parts.begin());
  return Of;
}

Range Range::between(std::int64_t First, std::int64_t Last) {
  Range Of;
  Of.Count = First <= Last;
  Of.Parts[0] = First <= Last ? Interval{First, Last} : Interval{};
  return Of;
}

Range Range::atLeast(std::int64_t First) { return between(First, Greatest); }

Range Range::allBut(std::int64_t Number) {
  std::array<Interval, 2> All;
  std::size_t Size = 0;
  if (Number != Least)
    All[Size++] = {Least, Number - 1};
  if (Number != Greatest)
    All[Size++] = {Number + 1, Greatest};
  return ofParts(All.data(), Size);
}

Range Range::of(ir::Comparison Compare, bool Holds, std::int64_t Number) {
  switch (Compare) {
  case ir::Comparison::Equal:
    return Holds ? only(Number) : allBut(Number);
  case ir::Comparison::Less:
    if (!Holds)
      return atLeast(Number);
    return Number == Least ? between(1, 0) : between(Least, Number - 1);
  case ir::Comparison::LessEqual:
    if (Holds)
      return between(Least, Number);
    return Number == Greatest ? between(1, 0) : atLeast(Number + 1);
  case ir::Comparison::LessUnsigned: { // one that is negative here is greater than all others
    const Range Is = Number >= 0       ? between(0, Number - 1)
                     : Number == Least ? atLeast(0)
                                       : atLeast(0).join(between(Least, Number - 1));
    return Holds ? Is : Is.others();
  }
  }
  return {};
}

bool Range::isAll() const {
  return Count == 1 && Parts[0].First == Least && Parts[0].Last == Greatest;
}

bool Range::contains(std::int64_t Number) const {
  return std::any_of(begin(), end(),
                     [&](const Interval &I) { return I.First <= Number && Number <= I.Last; });
}

Range Range::meet(const Range &Other) const {
  if (Count == 1 && Other.Count == 1)
    return between(std::max(Parts[0].First, Other.Parts[0].First),
                   std::min(Parts[0].Last, Other.Parts[0].Last));
  std::array<Interval, 2 * MaxParts> All; // each begins where one of theirs does
  std::size_t Size = 0;
  for (const Interval *A = begin(), *B = Other.begin(); A != end() && B != Other.end();) {
    const Interval Both{std::max(A->First, B->First), std::min(A->Last, B->Last)};
    if (Both.First <= Both.Last)
      All[Size++] = Both;
    ++(A->Last < B->Last ? A : B);
  }
  return ofParts(All.data(), Size);
}

bool Range::mayCompare(ir::Comparison Compare, bool Holds, const Range &With) const {
  if (isEmpty() || With.isEmpty())
    return false;
  const std::int64_t First = begin()->First, Last = (end() - 1)->Last;
  const std::int64_t WithFirst = With.begin()->First, WithLast = (With.end() - 1)->Last;
  switch (Compare) {
  case ir::Comparison::Equal:
    return Holds ? !meet(With).isEmpty() : First != Last || *this != With;
  case ir::Comparison::LessUnsigned:
    if (First < 0 || WithFirst < 0)
      return true;
    [[fallthrough]];
  case ir::Comparison::Less:
    return Holds ? First < WithLast : Last >= WithFirst;
  case ir::Comparison::LessEqual:
    return Holds ? First <= WithLast : Last > WithFirst;
  }
  return true;
}

Range Range::others() const {
  std::array<Interval, MaxParts + 1> All;
  std::size_t Size = 0;
  std::int64_t Next = Least;
  for (const Interval &I : *this) {
    if (I.First > Next)
      All[Size++] = {Next, I.First - 1};
    if (I.Last == Greatest)
      return ofParts(All.data(), Size);
    Next = I.Last + 1;
  }
  All[Size++] = {Next, Greatest};
  return ofParts(All.data(), Size);
}

bool Range::contains(const Range &Other) const {
  return std::all_of(Other.begin(), Other.end(), [this](const Interval &Part) {
    return std::any_of(begin(), end(), [&](const Interval &I) {
      return I.First <= Part.First && Part.Last <= I.Last;
    });
  });
}

Range Range::join(const Range &Other) const {
  if (*this == Other || isAll())
    return *this;
  if (Other.isAll())
    return Other;
  std::array<Interval, 2 * MaxParts> All;
  const auto Sorted = std::merge(begin(), end(), Other.begin(), Other.end(), All.begin());
  std::size_t Size = 0;
  for (auto I = All.begin(); I != Sorted; ++I)
    if (Size && (All[Size - 1].Last == Greatest || I->First <= All[Size - 1].Last + 1))
      All[Size - 1].Last = std::max(All[Size - 1].Last, I->Last);
    else
      All[Size++] = *I;
  return ofParts(All.data(), Size);
}

/// What is made of its numbers together; none: they are too many.
template <class Maker> std::optional<Range> Range::ofEach(Maker &&Make) const {
  std::uint64_t Listed = 0;
  for (const Interval &I : *this)
    if (const auto More = static_cast<std::uint64_t>(I.Last) - static_cast<std::uint64_t>(I.First);
        More >= MaxListed || (Listed += More + 1) > MaxListed)
      return std::nullopt;
  Range All = between(1, 0);
  for (const Interval &I : *this)
    for (std::int64_t Number = I.First;; ++Number) {
      All = All.join(Make(Number));
      if (Number == I.Last)
        break;
    }
  return All;
}

Range Range::masked(std::int64_t Mask) const {
  const bool IsOneBit = (Mask & (Mask - 1)) == 0;
  const Range Any = IsOneBit ? only(0).join(only(Mask)) : between(0, Mask);
  return ofEach([&](std::int64_t Number) { return only(Number & Mask); }).value_or(Any);
}

Range Range::written(std::int64_t Mask, std::int64_t Bits) const {
  return ofEach([&](std::int64_t Number) {
           return Number < 0 ? Range{} : only((Number & ~Mask) | Bits);
         })
      .value_or(Range{});
}

Range Range::having(std::int64_t Mask, const Range &Part) const {
  const Range Some = Part.contains(0) ? *this : meet(allBut(0));
  return ofEach([&](std::int64_t Number) {
           return Part.contains(Number & Mask) ? only(Number) : between(1, 0);
         })
      .value_or(Some);
}

Range Range::next() const {
  if (isEmpty() || Parts[0].First < -1)
    return {};
  if (Parts[Count - 1].Last > GreatestCounted)
    return atLeast(std::min(Parts[0].First, GreatestCounted) + 1);
  std::array<Interval, MaxParts> All = Parts;
  for (std::size_t I = 0; I < Count; ++I)
    All[I] = {All[I].First + 1, All[I].Last + 1};
  return ofParts(All.data(), Count);
}

} // namespace memlint
