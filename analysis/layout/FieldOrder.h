// The order of a record's fields that wastes least: the exact optimum by a lower bound or by
// dynamic programming, then the order that reaches it with the fewest moved fields. Pure arithmetic
// over sizes and alignments; extract asks Clang to confirm each proposal.
#ifndef MEMLINT_ANALYSIS_LAYOUT_FIELDORDER_H
#define MEMLINT_ANALYSIS_LAYOUT_FIELDORDER_H

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace memlint {

/// A field as the layout sees it, in bytes. `Alignment` is a power of two; `Size` need not be a
/// multiple of it (alignas on a member), and may be 0.
struct FieldShape {
  std::uint64_t Size = 0;
  std::uint64_t Alignment = 1;
};

/// The part of a record that is laid out field after field, in bytes. `Start` is where the first
/// field may begin (after bases and the vtable pointer), `Alignment` the record's own.
struct RecordShape {
  std::uint64_t Start = 0;
  std::uint64_t Alignment = 1;
  std::span<const FieldShape> Fields;
};

struct FieldOrder {
  std::uint64_t Size = 0;           // bytes, rounded up to the record's alignment
  std::vector<std::uint32_t> Order; // indices into RecordShape::Fields, in the new order
  std::uint32_t Moved = 0;          // fields that leave their place: all but a longest kept run
  bool Optimal = false;             // proven: no order is smaller
};

/// The size in bytes of the record with its fields in the given order, by the rule that each field
/// stands at the next multiple of its alignment (Itanium C++ ABI 2.4, fields without overlap).
std::uint64_t sizeInOrder(const RecordShape &Record, std::span<const std::uint32_t> Order);

/// An order that makes the record smaller than its fields as declared, or nothing where none does.
/// Among the orders of the least size, one with the fewest moved fields; among those the one whose
/// moves are shortest in sum. Bounded: records beyond the caps in FieldOrder.cpp get the best order
/// found, with `Optimal` false.
std::optional<FieldOrder> smallerOrder(const RecordShape &Record);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_LAYOUT_FIELDORDER_H
