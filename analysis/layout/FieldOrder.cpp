// Three searches, each bounded by the constants below: cheap orders held against the sum bound, the
// exact optimum over multisets of like fields, and the order of that size with the fewest moves.
// All rest on one fact: placing a field is monotone in the offset, so of two ways to have placed
// the same fields the one that ends earlier is never worse.
#include "analysis/layout/FieldOrder.h"

#include "analysis/layout/FewestMoves.h"
#include "analysis/layout/FieldClasses.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace memlint {
namespace {

using namespace layout;

/// The least size is proven while the like fields of a record form no more multisets than this, as
/// those of any 16 fields do, or of 60 fields of four kinds: 5 ms.
constexpr std::size_t MaxMultisets = std::size_t{1} << 16;

/// The end of the fields if there were no padding between them.
Offset endUnpadded(const RecordShape &Record) {
  return std::accumulate(Record.Fields.begin(), Record.Fields.end(), Record.Start,
                         [](Offset At, const FieldShape &Field) { return At + Field.Size; });
}

Order declaredOrder(const RecordShape &Record) {
  Order Declared(Record.Fields.size());
  std::iota(Declared.begin(), Declared.end(), FieldIndex{0});
  return Declared;
}

/// All fields but a longest increasing run (patience sorting, Fredman 1975).
std::uint32_t movedFields(const Order &Fields) {
  Order Tails; // by length of a run, the least field that such a run can end with
  for (const FieldIndex Field : Fields) {
    const auto Tail = std::ranges::lower_bound(Tails, Field);
    if (Tail == Tails.end())
      Tails.push_back(Field);
    else
      *Tail = Field;
  }
  return static_cast<std::uint32_t>(Fields.size() - Tails.size());
}

template <typename Before> Order sortedByAlignment(const RecordShape &Record) {
  Order Sorted = declaredOrder(Record);
  std::ranges::sort(Sorted, [&](FieldIndex A, FieldIndex B) {
    const std::uint64_t Left = Record.Fields[A].Alignment, Right = Record.Fields[B].Alignment;
    return Left == Right ? A < B : Before()(Left, Right);
  });
  return Sorted;
}

/// The order of Clang's PaddingChecker.cpp: always the field that can begin first, of these the
/// most strictly aligned, of these the smallest.
Order greedyOrder(const RecordShape &Record) {
  Order Left = declaredOrder(Record), Placed;
  for (Offset At = Record.Start; !Left.empty(); At = endAfter(At, Record.Fields[Placed.back()])) {
    const auto Next = std::ranges::min_element(Left, std::less<>(), [&](FieldIndex Index) {
      const FieldShape &Field = Record.Fields[Index];
      return std::tuple(alignUp(At, Field.Alignment), ~Field.Alignment, Field.Size, Index);
    });
    Placed.push_back(*Next);
    Left.erase(Next);
  }
  return Placed;
}

/// The multisets of classes, numbered so that one more copy of a class adds the class's stride.
struct Multisets {
  explicit Multisets(const FieldClasses &Classes);

  std::vector<std::size_t> Copies; // by class, how many are placed one by one
  std::vector<std::size_t> Stride; // by class
  std::size_t Count = 1;           // 0: more than MaxMultisets
};

/// Fields whose size is a multiple of the largest alignment count as one copy: behind the first of
/// them the others cost no padding, and taking them from elsewhere costs none there.
Multisets::Multisets(const FieldClasses &Classes) {
  for (ClassIndex Class = 0; Class < Classes.Shapes.size(); ++Class) {
    Copies.push_back(Classes.Shapes[Class].Size == 0 ? 1 : Classes.Members[Class].size());
    Stride.push_back(Count);
    Count = Copies.back() < MaxMultisets ? Count * (Copies.back() + 1) : 0;
    if (Count > MaxMultisets)
      Count = 0;
  }
}

/// By multiset, the class placed last in an order of it that ends earliest.
std::vector<ClassIndex> lastPlaced(const Multisets &Sets, const FieldClasses &Classes,
                                   Offset Start) {
  std::vector<Offset> Ends(Sets.Count, std::numeric_limits<Offset>::max());
  std::vector<ClassIndex> Last(Sets.Count);
  Ends[0] = Start;
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
std::optional<Order> leastOrder(const RecordShape &Record, const FieldClasses &Classes) {
  const Multisets Sets(Classes);
  if (Sets.Count == 0)
    return std::nullopt;
  const std::vector<ClassIndex> Last = lastPlaced(Sets, Classes, Record.Start);
  Order Placed; // from the last field to the first
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

/// The smallest order that the cheap orders or, where these miss `Bound`, the exact search find.
FieldOrder smallestFound(const RecordShape &Record, const FieldClasses &Classes,
                         std::uint64_t Bound) {
  FieldOrder Best;
  const auto Consider = [&](Order Fields) {
    const std::uint64_t Size = sizeInOrder(Record, Fields);
    const std::uint32_t Moved = movedFields(Fields);
    if (Best.Order.empty() || std::pair(Size, Moved) < std::pair(Best.Size, Best.Moved))
      Best = {Size, std::move(Fields), Moved, Size == Bound};
  };
  Consider(sortedByAlignment<std::greater<>>(Record));
  Consider(sortedByAlignment<std::less<>>(Record));
  if (Record.Fields.size() <= MaxSearchedFields)
    Consider(greedyOrder(Record));
  if (Best.Optimal)
    return Best;
  if (std::optional<Order> Least = leastOrder(Record, Classes)) {
    Consider(*std::move(Least));
    Best.Optimal = true;
  }
  return Best;
}

} // namespace

std::uint64_t sizeInOrder(const RecordShape &Record, std::span<const std::uint32_t> Fields) {
  Offset At = Record.Start;
  for (const FieldIndex Index : Fields)
    At = endAfter(At, Record.Fields[Index]);
  return alignUp(At, Record.Alignment);
}

std::optional<FieldOrder> smallerOrder(const RecordShape &Record) {
  const std::uint64_t Declared = sizeInOrder(Record, declaredOrder(Record));
  const std::uint64_t Bound = alignUp(endUnpadded(Record), Record.Alignment);
  if (Declared == Bound)
    return std::nullopt;
  const FieldClasses Classes(Record);
  FieldOrder Best = smallestFound(Record, Classes, Bound);
  if (Best.Size >= Declared)
    return std::nullopt;
  const std::uint64_t Budget = Best.Size - endUnpadded(Record);
  if (std::optional<Order> Fewest = fewestMoves(Classes, Record.Start, Budget)) {
    Best.Order = *std::move(Fewest);
    Best.Size = sizeInOrder(Record, Best.Order);
    Best.Moved = movedFields(Best.Order);
  }
  return Best;
}

} // namespace memlint
