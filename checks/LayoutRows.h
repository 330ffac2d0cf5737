// A record's layout line by line: fields, bases and pointers by offset, with a row for every hole.
// Made from a RecordFact as it is declared or in its smaller order; drawn by LayoutTable.h and by
// whatever else shows layouts. Pure.
#ifndef MEMLINT_CHECKS_LAYOUTROWS_H
#define MEMLINT_CHECKS_LAYOUTROWS_H

#include "analysis/model/RecordFacts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

inline constexpr std::uint64_t CacheLineBytes = 64; // x86-64, most of AArch64

enum class RowKind : std::uint8_t { Field, Part, Padding };

/// Offset and size in bits. A field that others stand in ([[no_unique_address]]) has the size that
/// is left to it, 0 where it takes no room of its own.
struct LayoutRow {
  RowKind Kind = RowKind::Field;
  std::uint64_t Offset = 0, Size = 0;
  std::string Type, Name;             // of a field; of a part the whole text is in Name
  std::optional<std::uint32_t> Field; // index into RecordFact::Fields
  bool InBits = false;                // a bit-field, or a hole of less than a byte beside one
  bool Moved = false;                 // has left its place among the others

  bool operator==(const LayoutRow &) const = default;
};

/// The record as declared, sorted by offset; fields at one offset, as in a union, as declared.
/// Where nothing is known of the bytes before the first field, they are one part, `bases`.
std::vector<LayoutRow> declaredRows(const RecordFact &R);

/// The record in the order `R.Smaller`, which must be present, moved fields marked.
std::vector<LayoutRow> smallerRows(const RecordFact &R);

/// The fields that `R.Smaller` moves, by index into `R.Fields`: as few as possible, and of those
/// choices the one with the fewest bytes. A run of bit-fields that stays together counts as one.
std::vector<bool> movedFields(const RecordFact &R);

/// `(unnamed)` where it has no name.
std::string fieldName(const FieldFact &F);

/// `12`, or `12:3` for a row in bits.
std::string offsetText(const LayoutRow &Row);
/// `8`, or `:3` for a row in bits.
std::string sizeText(const LayoutRow &Row);

} // namespace memlint

#endif // MEMLINT_CHECKS_LAYOUTROWS_H
