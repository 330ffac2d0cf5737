#include "analysis/solve/Range.h"

#include <algorithm>
#include <limits>

namespace memlint {
namespace {

constexpr std::int64_t Least = std::numeric_limits<std::int64_t>::min(),
                       Greatest = std::numeric_limits<std::int64_t>::max();

} // namespace

Range::Range() : Parts{{Least, Greatest}} {}

Range Range::between(std::int64_t First, std::int64_t Last) {
  return First <= Last ? Range(std::vector<Interval>{{First, Last}})
                       : Range(std::vector<Interval>());
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
    return Number == Least ? Range(std::vector<Interval>()) : between(Least, Number - 1);
  case ir::Comparison::LessEqual:
    if (Holds)
      return between(Least, Number);
    return Number == Greatest ? Range(std::vector<Interval>()) : atLeast(Number + 1);
  }
  return {};
}

bool Range::isAll() const { return *this == Range(); }

bool Range::contains(std::int64_t Number) const {
  return std::any_of(Parts.begin(), Parts.end(),
                     [&](const Interval &I) { return I.First <= Number && Number <= I.Last; });
}

Range Range::meet(const Range &Other) const {
  std::vector<Interval> All;
  for (const Interval &A : Parts)
    for (const Interval &B : Other.Parts)
      if (const Interval Both{std::max(A.First, B.First), std::min(A.Last, B.Last)};
          Both.First <= Both.Last)
        All.push_back(Both);
  std::sort(All.begin(), All.end());
  Range Met(std::move(All));
  Met.closeGaps();
  return Met;
}

Range Range::join(const Range &Other) const {
  std::vector<Interval> Sorted;
  std::merge(Parts.begin(), Parts.end(), Other.Parts.begin(), Other.Parts.end(),
             std::back_inserter(Sorted));
  std::vector<Interval> All;
  for (const Interval &I : Sorted)
    if (!All.empty() && (All.back().Last == Greatest || I.First <= All.back().Last + 1))
      All.back().Last = std::max(All.back().Last, I.Last);
    else
      All.push_back(I);
  Range Joined(std::move(All));
  Joined.closeGaps();
  return Joined;
}

/// The narrowest first.
void Range::closeGaps() {
  while (Parts.size() > MaxParts) {
    auto Gap = [&](std::size_t I) {
      return static_cast<std::uint64_t>(Parts[I + 1].First) -
             static_cast<std::uint64_t>(Parts[I].Last);
    };
    std::size_t Narrowest = 0;
    for (std::size_t I = 1; I + 1 < Parts.size(); ++I)
      if (Gap(I) < Gap(Narrowest))
        Narrowest = I;
    Parts[Narrowest].Last = Parts[Narrowest + 1].Last;
    Parts.erase(Parts.begin() + static_cast<std::ptrdiff_t>(Narrowest) + 1);
  }
}

Range Range::next() const {
  if (Parts.empty() || Parts.front().First < 0)
    return {};
  return atLeast(1);
}

} // namespace memlint
