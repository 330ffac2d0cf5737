// In which range a number or a pointer lies: the union of a few intervals. Null is 0.
#ifndef MEMLINT_ANALYSIS_SOLVE_RANGE_H
#define MEMLINT_ANALYSIS_SOLVE_RANGE_H

#include "analysis/model/MemoryIr.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace memlint {

class Range {
public:
  /// All numbers.
  Range();
  static Range only(std::int64_t Number) { return between(Number, Number); }
  static Range allBut(std::int64_t Number);
  /// From one number to another, both included; empty where the first is greater.
  static Range between(std::int64_t First, std::int64_t Last);
  static Range atLeast(std::int64_t First);
  /// What compares with the number as told.
  static Range of(ir::Comparison Compare, bool Holds, std::int64_t Number);

  bool isEmpty() const { return Count == 0; }
  bool isAll() const;
  bool contains(std::int64_t Number) const;
  bool contains(const Range &Other) const;
  /// Whether some number in it compares so, or not, with some number in the other one.
  bool mayCompare(ir::Comparison Compare, bool Holds, const Range &With) const;
  /// What is not in it, or more.
  Range others() const;
  /// What is in both.
  Range meet(const Range &Other) const;
  /// What a number in it may be when it was incremented: coarser than that where it would grow
  /// without end. Overflow does not happen.
  Range next() const;
  /// What a mask takes of a number in it.
  Range masked(std::int64_t Mask) const;
  /// What a number in it may be when the bits behind the mask were written; all where it could be
  /// too many.
  Range written(std::int64_t Mask, std::int64_t Bits) const;
  /// Those of which the mask takes something in a range, or more.
  Range having(std::int64_t Mask, const Range &Part) const;
  /// What is in either; beyond `MaxParts` intervals, what lies between those that are closest too.
  Range join(const Range &Other) const;

  auto operator<=>(const Range &) const = default;

private:
  struct Interval {
    std::int64_t First = 0, Last = 0;

    auto operator<=>(const Interval &) const = default;
  };
  static constexpr std::size_t MaxParts = 4;

  static Range ofParts(Interval *All, std::size_t Size);
  template <class Maker> std::optional<Range> ofEach(Maker &&Make) const;
  const Interval *begin() const { return Parts.data(); }
  const Interval *end() const { return Parts.data() + Count; }

  /// Sorted, with at least one number between two of them; those beyond Count are all the same.
  std::array<Interval, MaxParts> Parts{};
  std::size_t Count = 0;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_RANGE_H
