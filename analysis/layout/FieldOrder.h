// The order of a record's fields that wastes least: the exact optimum by a lower bound or by
// dynamic programming, then the order that reaches it with the fewest moves. Pure arithmetic over
// sizes and alignments; extract asks Clang to confirm each proposal.
#ifndef MEMLINT_ANALYSIS_LAYOUT_FIELDORDER_H
#define MEMLINT_ANALYSIS_LAYOUT_FIELDORDER_H

#include <cstdint>
#include <span>
#include <vector>

namespace memlint {

/// A field as the layout sees it. It stands at the next multiple of `Alignment`; `Size` need not be
/// a multiple of that (alignas on a member), and may be 0. A bit-field stands there only where it
/// would otherwise reach more than `Window` behind the last such multiple (the storage unit of its
/// declared type), and else at the next multiple of `Least`. Alignments are powers of two, `Least`
/// no more than `Alignment`.
struct FieldShape {
  std::uint64_t Size = 0;
  std::uint64_t Alignment = 1;
  std::uint64_t Window = 0;
  std::uint64_t Least = 1;

  auto operator<=>(const FieldShape &) const = default;
};

/// Fields that stay together in their order: one plain field, or a run of bit-fields.
struct UnitShape {
  std::vector<FieldShape> Fields;
  std::uint32_t Section = 0; // units of one section belong together: an access label, a comment
};

/// A record as its layout sees it. All lengths are in one unit, whichever: bits, where a record may
/// have bit-fields. `Start` is where the first field may begin (after bases and the vtable
/// pointer), `Alignment` the record's own. `Tail` holds what is laid out behind the units whatever
/// their order: a flexible array member, virtual bases; each a plain field.
struct RecordShape {
  std::uint64_t Start = 0;
  std::uint64_t Alignment = 1;
  std::span<const UnitShape> Units;
  std::span<const FieldShape> Tail;
  std::uint64_t LeastEnd = 0; // no order ends the record earlier: an empty member reaches there
};

struct UnitOrder {
  std::uint64_t Size = 0;           // rounded up to the record's alignment
  std::vector<std::uint32_t> Order; // indices into RecordShape::Units, in the new order
  std::uint32_t Moved = 0;          // units that leave their place: all but a longest kept run
  bool Optimal = false;             // proven: no order is smaller
};

/// The size of the record with its units in the given order (Itanium C++ ABI 2.4, without the rules
/// for empty members of one type).
std::uint64_t sizeInOrder(const RecordShape &Record, std::span<const std::uint32_t> Order);

/// Orders that make the record smaller than its units as declared, all of the same size, the best
/// first; none where none does. The first has the fewest moved units of all orders of the least
/// size; among those the one whose moves cross the fewest borders of sections; among those the one
/// whose moves are shortest in sum. The others are what cheaper searches found, for callers who
/// cannot take the first. Bounded: records beyond the caps in FieldOrder.cpp get the best orders
/// found, with `Optimal` false.
std::vector<UnitOrder> smallerOrders(const RecordShape &Record);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_LAYOUT_FIELDORDER_H
