#include "analysis/solve/Range.h"

#include <algorithm>
#include <limits>

namespace memlint {
namespace {

constexpr std::int64_t Least = std::numeric_limits<std::int64_t>::min(),
                       Greatest = std::numeric_limits<std::int64_t>::max();

} // namespace

Range::Range() : Count(1) { Parts[0] = {Least, Greatest}; }

/// Closes the narrowest gaps first.
Range::Range(std::vector<Interval> All) {
  while (All.size() > MaxParts) {
    auto Gap = [&](std::size_t I) {
      return static_cast<std::uint64_t>(All[I + 1].First) - static_cast<std::uint64_t>(All[I].Last);
    };
    std::size_t Narrowest = 0;
    for (std::size_t I = 1; I + 1 < All.size(); ++I)
      if (Gap(I) < Gap(Narrowest))
        Narrowest = I;
    All[Narrowest].Last = All[Narrowest + 1].Last;
    All.erase(All.begin() + static_cast<std::ptrdiff_t>(Narrowest) + 1);
  }
  Count = All.size();
  std::copy(All.begin(), All.end(), Parts.begin());
}

Range Range::between(std::int64_t First, std::int64_t Last) {
  Range Of;
  Of.Count = First <= Last;
  Of.Parts[0] = First <= Last ? Interval{First, Last} : Interval{};
  return Of;
}

Range Range::atLeast(std::int64_t First) { return between(First, Greatest); }

Range Range::allBut(std::int64_t Number) {
  std::vector<Interval> All;
  if (Number != Least)
    All.push_back({Least, Number - 1});
  if (Number != Greatest)
    All.push_back({Number + 1, Greatest});
  return Range(std::move(All));
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
  }
  return {};
}

bool Range::isAll() const { return *this == Range(); }

bool Range::contains(std::int64_t Number) const {
  return std::any_of(begin(), end(),
                     [&](const Interval &I) { return I.First <= Number && Number <= I.Last; });
}

Range Range::meet(const Range &Other) const {
  if (Count == 1 && Other.Count == 1)
    return between(std::max(Parts[0].First, Other.Parts[0].First),
                   std::min(Parts[0].Last, Other.Parts[0].Last));
  std::vector<Interval> All;
  for (const Interval &A : *this)
    for (const Interval &B : Other)
      if (const Interval Both{std::max(A.First, B.First), std::min(A.Last, B.Last)};
          Both.First <= Both.Last)
        All.push_back(Both);
  std::sort(All.begin(), All.end());
  return Range(std::move(All));
}

Range Range::join(const Range &Other) const {
  if (*this == Other || isAll())
    return *this;
  if (Other.isAll())
    return Other;
  std::vector<Interval> Sorted;
  std::merge(begin(), end(), Other.begin(), Other.end(), std::back_inserter(Sorted));
  std::vector<Interval> All;
  for (const Interval &I : Sorted)
    if (!All.empty() && (All.back().Last == Greatest || I.First <= All.back().Last + 1))
      All.back().Last = std::max(All.back().Last, I.Last);
    else
      All.push_back(I);
  return Range(std::move(All));
}

Range Range::next() const {
  if (isEmpty() || Parts[0].First < 0)
    return {};
  return atLeast(1);
}

} // namespace memlint
