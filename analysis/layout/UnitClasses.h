// Units as the searches of this room see them: by class, those that do the same to the padding.
// Shared by the search for the least size and the one for the fewest moves.
#ifndef MEMLINT_ANALYSIS_LAYOUT_UNITCLASSES_H
#define MEMLINT_ANALYSIS_LAYOUT_UNITCLASSES_H

#include "analysis/layout/FieldOrder.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace memlint::layout {

using Offset = std::uint64_t;
using UnitIndex = std::uint32_t;
using ClassIndex = std::uint32_t;
using Order = std::vector<UnitIndex>;

inline Offset alignUp(Offset At, std::uint64_t Alignment) {
  return (At + Alignment - 1) & ~(Alignment - 1);
}

/// Where a field begins behind others that end at `At`. Monotone in `At`, and a shift by a multiple
/// of the alignment shifts the answer: both searches rest on that.
inline Offset beginAfter(Offset At, const FieldShape &Field) {
  const bool Fits = (At & (Field.Alignment - 1)) + Field.Size <= Field.Window;
  return alignUp(At, Fits ? Field.Least : Field.Alignment);
}

inline Offset endAfter(Offset At, const FieldShape &Field) {
  return beginAfter(At, Field) + Field.Size;
}

inline Offset endAfter(Offset At, const UnitShape &Unit) {
  for (const FieldShape &Field : Unit.Fields)
    At = endAfter(At, Field);
  return At;
}

/// What the unit takes without padding.
std::uint64_t unpaddedSize(const UnitShape &Unit);

/// Records of more units get what cheap orders and the exact search give, and no search for moves.
inline constexpr std::size_t MaxSearchedUnits = 256;

/// Units by what they do to the padding. That depends on offsets only modulo the largest alignment:
/// where it is 8, fields of 8, 24 and 32 bytes aligned to 8 are alike.
struct UnitClasses {
  explicit UnitClasses(const RecordShape &Record);

  std::uint64_t Grain = 1;   // of the record: all offsets are its multiples
  std::uint64_t Modulus = 1; // the largest alignment, in grains as all below
  Offset Start = 0;
  std::vector<UnitShape> Shapes;     // by class; the size of a plain field is modulo Modulus
  std::vector<std::uint64_t> Widths; // by class, without padding
  std::vector<Order> Members;        // by class, as declared
  std::vector<ClassIndex> ClassOf;   // by unit; classes are numbered as first declared
  std::vector<bool> OpensSection;    // by unit, whether the one before is of another section
};

} // namespace memlint::layout

#endif // MEMLINT_ANALYSIS_LAYOUT_UNITCLASSES_H
