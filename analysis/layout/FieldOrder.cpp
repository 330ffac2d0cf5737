// Three searches, each bounded by the constants below: cheap orders held against the sum bound, the
// exact optimum over multisets of like units, and the order of that size with the fewest moves.
// All rest on one fact: placing a unit is monotone in the offset, so of two ways to have placed the
// same units the one that ends earlier is never worse. What stands behind the units is monotone
// too.
#include "analysis/layout/FieldOrder.h"

#include "analysis/layout/FewestMoves.h"
#include "analysis/layout/UnitClasses.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

namespace memlint {
namespace {

using namespace layout;

/// The least size is proven while the like units of a record form no more multisets than this, as
/// those of any 16 units do, or of 60 units of four kinds: 5 ms.
constexpr std::size_t MaxMultisets = std::size_t{1} << 16;

/// The end of the units if there were no padding between them.
Offset endUnpadded(const RecordShape &Record) {
  return std::accumulate(Record.Units.begin(), Record.Units.end(), Record.Start,
                         [](Offset At, const UnitShape &Unit) { return At + unpaddedSize(Unit); });
}

/// The size of the record whose units end there.
std::uint64_t sizeFrom(const RecordShape &Record, Offset EndOfUnits) {
  Offset At = EndOfUnits;
  for (const FieldShape &Field : Record.Tail)
    At = endAfter(At, Field);
  return alignUp(std::max(At, Record.LeastEnd), Record.Alignment);
}

/// The last place where the units may end in a record of a size that can be reached.
Offset latestEndOfUnits(const RecordShape &Record, std::uint64_t Size) {
  Offset At = Size;
  for (std::size_t Index = Record.Tail.size(); Index-- > 0;)
    At = (At - Record.Tail[Index].Size) & ~(Record.Tail[Index].Alignment - 1);
  return At;
}

Order declaredOrder(const RecordShape &Record) {
  Order Declared(Record.Units.size());
  std::iota(Declared.begin(), Declared.end(), UnitIndex{0});
  return Declared;
}

/// All units but a longest increasing run (patience sorting, Fredman 1975).
std::uint32_t movedUnits(const Order &Units) {
  Order Tails; // by length of a run, the least unit that such a run can end with
  for (const UnitIndex Unit : Units) {
    const auto Tail = std::ranges::lower_bound(Tails, Unit);
    if (Tail == Tails.end())
      Tails.push_back(Unit);
    else
      *Tail = Unit;
  }
  return static_cast<std::uint32_t>(Units.size() - Tails.size());
}

std::uint64_t alignmentOf(const UnitShape &Unit) {
  std::uint64_t Most = 1;
  for (const FieldShape &Field : Unit.Fields)
    Most = std::max(Most, Field.Alignment);
  return Most;
}

template <typename Before> Order sortedByAlignment(const RecordShape &Record) {
  Order Sorted = declaredOrder(Record);
  std::ranges::sort(Sorted, [&](UnitIndex A, UnitIndex B) {
    const std::uint64_t Left = alignmentOf(Record.Units[A]), Right = alignmentOf(Record.Units[B]);
    return Left == Right ? A < B : Before()(Left, Right);
  });
  return Sorted;
}

/// The order of Clang's PaddingChecker.cpp: always the unit that wastes least where it stands, of
/// these the most strictly aligned, of these the smallest.
Order greedyOrder(const RecordShape &Record) {
  Order Left = declaredOrder(Record), Placed;
  for (Offset At = Record.Start; !Left.empty(); At = endAfter(At, Record.Units[Placed.back()])) {
    const auto Next = std::ranges::min_element(Left, std::less<>(), [&](UnitIndex Index) {
      const UnitShape &Unit = Record.Units[Index];
      const std::uint64_t Size = unpaddedSize(Unit);
      return std::tuple(endAfter(At, Unit) - Size, ~alignmentOf(Unit), Size, Index);
    });
    Placed.push_back(*Next);
    Left.erase(Next);
  }
  return Placed;
}

/// The multisets of classes, numbered so that one more copy of a class adds the class's stride.
struct Multisets {
  explicit Multisets(const UnitClasses &Classes);

  std::vector<std::size_t> Copies; // by class, how many are placed one by one
  std::vector<std::size_t> Stride; // by class
  std::size_t Count = 1;           // 0: more than MaxMultisets
};

/// Plain fields whose size is a multiple of the largest alignment count as one copy: behind the
/// first of them the others cost no padding, and taking them from elsewhere costs none there.
Multisets::Multisets(const UnitClasses &Classes) {
  Copies.reserve(Classes.Shapes.size());
  Stride.reserve(Classes.Shapes.size());
  for (ClassIndex Class = 0; Class < Classes.Shapes.size(); ++Class) {
    const std::vector<FieldShape> &Fields = Classes.Shapes[Class].Fields;
    const bool AsOne = Fields.size() == 1 && Fields[0].Size == 0;
    Copies.push_back(AsOne ? 1 : Classes.Members[Class].size());
    Stride.push_back(Count);
    Count = Copies.back() < MaxMultisets ? Count * (Copies.back() + 1) : 0;
    if (Count > MaxMultisets)
      Count = 0;
  }
}

/// By multiset, the class placed last in an order of it that ends earliest.
std::vector<ClassIndex> lastPlaced(const Multisets &Sets, const UnitClasses &Classes) {
  std::vector<Offset> Ends(Sets.Count, std::numeric_limits<Offset>::max());
  std::vector<ClassIndex> Last(Sets.Count);
  Ends[0] = Classes.Start;
  std::vector<std::size_t> Taken(Sets.Copies.size()); // the copies in Set, by class
  for (std::size_t Set = 0; Set < Sets.Count; ++Set) {
    for (ClassIndex Class = 0; Class < Taken.size(); ++Class) {
      if (Taken[Class] == Sets.Copies[Class])
        continue;
      const Offset End = endAfter(Ends[Set], Classes.Shapes[Class]);
      const std::size_t With = Set + Sets.Stride[Class];
      if (End < Ends[With]) {
        Ends[With] = End;
        Last[With] = Class;
      }
    }
    for (ClassIndex Class = 0; Class < Taken.size(); Taken[Class++] = 0)
      if (Taken[Class]++ != Sets.Copies[Class])
        break;
  }
  return Last;
}

/// An order of the least size there is, or nothing beyond MaxMultisets.
std::optional<Order> leastOrder(const UnitClasses &Classes) {
  const Multisets Sets(Classes);
  if (Sets.Count == 0)
    return std::nullopt;
  const std::vector<ClassIndex> Last = lastPlaced(Sets, Classes);
  Order Placed; // from the last unit to the first
  std::vector<Order> Left = Classes.Members;
  for (std::size_t Set = Sets.Count - 1; Set != 0; Set -= Sets.Stride[Last[Set]]) {
    Order &Line = Left[Last[Set]];
    for (std::size_t Run = Classes.Members[Last[Set]].size() / Sets.Copies[Last[Set]]; Run--;) {
      Placed.push_back(Line.back());
      Line.pop_back();
    }
  }
  std::ranges::reverse(Placed);
  return Placed;
}

UnitOrder rated(const RecordShape &Record, Order Units, bool Optimal) {
  const std::uint64_t Size = sizeInOrder(Record, Units);
  const std::uint32_t Moved = movedUnits(Units);
  return {Size, std::move(Units), Moved, Optimal};
}

/// The smallest orders that the cheap orders or, where these miss `Bound`, the exact search find,
/// those with few moves first.
std::vector<UnitOrder> smallestFound(const RecordShape &Record, const UnitClasses &Classes,
                                     std::uint64_t Bound) {
  std::vector<UnitOrder> Found;
  Found.push_back(rated(Record, sortedByAlignment<std::greater<>>(Record), false));
  Found.push_back(rated(Record, sortedByAlignment<std::less<>>(Record), false));
  if (Record.Units.size() <= MaxSearchedUnits)
    Found.push_back(rated(Record, greedyOrder(Record), false));
  bool Optimal = std::ranges::any_of(Found, [&](const UnitOrder &O) { return O.Size == Bound; });
  if (!Optimal) {
    if (std::optional<Order> Least = leastOrder(Classes)) {
      Found.push_back(rated(Record, *std::move(Least), true));
      Optimal = true;
    }
  }
  std::ranges::sort(Found, std::less<>(),
                    [](const UnitOrder &O) { return std::tuple(O.Size, O.Moved, O.Order); });
  std::erase_if(Found, [Size = Found.front().Size](const UnitOrder &O) { return O.Size != Size; });
  for (UnitOrder &O : Found)
    O.Optimal = Optimal;
  return Found;
}

} // namespace

std::uint64_t sizeInOrder(const RecordShape &Record, std::span<const std::uint32_t> Units) {
  Offset At = Record.Start;
  for (const UnitIndex Index : Units)
    At = endAfter(At, Record.Units[Index]);
  return sizeFrom(Record, At);
}

std::vector<UnitOrder> smallerOrders(const RecordShape &Record) {
  const std::uint64_t Declared = sizeInOrder(Record, declaredOrder(Record));
  const std::uint64_t Bound = sizeFrom(Record, endUnpadded(Record));
  if (Declared == Bound)
    return {};
  const UnitClasses Classes(Record);
  std::vector<UnitOrder> Found = smallestFound(Record, Classes, Bound);
  if (Found.front().Size >= Declared)
    return {};
  const Offset Latest = latestEndOfUnits(Record, Found.front().Size);
  const std::uint64_t Budget = (Latest - endUnpadded(Record)) / Classes.Grain;
  if (std::optional<Order> Fewest = fewestMoves(Classes, Budget)) {
    UnitOrder Best = rated(Record, *std::move(Fewest), Found.front().Optimal);
    std::erase_if(Found, [&](const UnitOrder &O) { return O.Order == Best.Order; });
    Found.insert(Found.begin(), std::move(Best));
  }
  return Found;
}

} // namespace memlint
