// Fields as the searches of this room see them: by class, those that do the same to the padding.
// Shared by the search for the least size and the one for the fewest moves.
#ifndef MEMLINT_ANALYSIS_LAYOUT_FIELDCLASSES_H
#define MEMLINT_ANALYSIS_LAYOUT_FIELDCLASSES_H

#include "analysis/layout/FieldOrder.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace memlint::layout {

using Offset = std::uint64_t;
using FieldIndex = std::uint32_t;
using ClassIndex = std::uint32_t;
using Order = std::vector<FieldIndex>;

inline Offset alignUp(Offset At, std::uint64_t Alignment) {
  return (At + Alignment - 1) & ~(Alignment - 1);
}

inline Offset endAfter(Offset At, const FieldShape &Field) {
  return alignUp(At, Field.Alignment) + Field.Size;
}

/// Records of more fields get what cheap orders and the exact search give, and no search for moves.
inline constexpr std::size_t MaxSearchedFields = 256;

/// Fields by what they do to the padding. That depends on offsets only modulo the largest
/// alignment: where it is 8, fields of 8, 24 and 32 bytes aligned to 8 are alike.
struct FieldClasses {
  explicit FieldClasses(const RecordShape &Record);

  std::uint64_t Modulus = 1;       // the largest alignment
  std::vector<FieldShape> Shapes;  // by class, with the size modulo Modulus
  std::vector<Order> Members;      // by class, as declared
  std::vector<ClassIndex> ClassOf; // by field; classes are numbered as first declared
};

} // namespace memlint::layout

#endif // MEMLINT_ANALYSIS_LAYOUT_FIELDCLASSES_H
