// A record as it is declared, with all that stands in it and every hole by its kind: the whole
// truth that `memlint layout` draws or writes as JSON, where checks/LayoutRows.h has what a finding
// needs to show two orders side by side. Made from a RecordFact alone.
#ifndef MEMLINT_TOOL_RECORDROWS_H
#define MEMLINT_TOOL_RECORDROWS_H

#include "analysis/model/RecordFacts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace memlint {

enum class RecordRowKind : std::uint8_t {
  VTablePointer,
  VBasePointer,
  Base,
  VirtualBase,
  Field,
  BitField,
  Hole,      // whole bytes
  BitHole,   // the rest of a bit-field's storage unit, as far as nothing else stands there
  Padding,   // a hole at the end
  BitPadding // a bit hole at the end
};

/// Offsets and sizes in bits. Of a bit-field `Size` is its width.
struct RecordRow {
  RecordRowKind Kind = RecordRowKind::Field;
  std::string Name, Type; // empty for what has none
  std::uint64_t Offset = 0, Size = 0;

  bool isUnused() const { return Kind >= RecordRowKind::Hole; }
  std::uint64_t end() const { return Offset + Size; }
};

/// Sorted by offset; of equal ones in the order of declaration, bases first. What shares its bytes,
/// as a union's members do, has rows of its own that overlap. An empty record has no unused rows:
/// its one byte gives it an address.
std::vector<RecordRow> recordRows(const RecordFact &R);

/// Number and size of the rows of a kind; bits, as in RecordRow.
struct RowSum {
  std::uint64_t Count = 0, Bits = 0;
};
RowSum sumOf(const std::vector<RecordRow> &Rows, RecordRowKind Kind);

/// Bytes that nothing stands in, bits of bit-fields' units included, rounded down.
std::uint64_t wastedBytes(const std::vector<RecordRow> &Rows);

} // namespace memlint

#endif // MEMLINT_TOOL_RECORDROWS_H
