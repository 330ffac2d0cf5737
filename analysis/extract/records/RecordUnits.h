// A record as the layout room sees it: what may move, in units that stay whole, and what stands
// before and behind it whatever their order.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDUNITS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDUNITS_H

#include "analysis/layout/FieldOrder.h"

#include <cstdint>
#include <span>
#include <vector>

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace memlint {

/// All lengths are in bits.
struct RecordUnits {
  std::vector<UnitShape> Units;
  std::vector<std::vector<std::uint32_t>> Fields; // by unit, the indices of its fields
  std::vector<FieldShape> Tail;
  std::vector<std::uint32_t> TailFields; // a field that stays the last
  std::uint64_t Start = 0, Alignment = 1, LeastEnd = 0;
  bool Exact = true; // the layout room's arithmetic holds for every order, not only for most

  RecordShape shape() const { return {Start, Alignment, Units, Tail, LeastEnd}; }
  std::vector<std::uint32_t> declared() const;
  /// The units' order as one of fields.
  std::vector<std::uint32_t> fieldsInOrder(std::span<const std::uint32_t> Order) const;
};

/// Of a struct or class that is laid out by the Itanium rules, or has no bit-fields; adjacent
/// bit-fields are one unit. A flexible array member, or an array at the end that stands for one,
/// stays there.
RecordUnits unitsOf(clang::ASTContext &Context, const clang::RecordDecl &Record);

/// Whether the record ends in an array that stands for one of any length: `[]`, GNU's `[0]` or
/// C90's `[1]`, by itself or through the record that is its last field.
bool endsInOpenArray(const clang::RecordDecl &Record);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDUNITS_H
