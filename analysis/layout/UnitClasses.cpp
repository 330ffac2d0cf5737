#include "analysis/layout/UnitClasses.h"

#include <algorithm>
#include <map>
#include <utility>

namespace memlint::layout {
namespace {

/// The largest power of two that divides every offset: what aligns more keeps to it, what aligns
/// less changes nothing.
std::uint64_t grainOf(const RecordShape &Record) {
  std::uint64_t Bits = Record.Start;
  for (const UnitShape &Unit : Record.Units)
    for (const FieldShape &Field : Unit.Fields)
      Bits |= Field.Size;
  return Bits == 0 ? 1 : Bits & ~(Bits - 1);
}

FieldShape inGrains(const FieldShape &Field, std::uint64_t Grain) {
  return {Field.Size / Grain, std::max<std::uint64_t>(Field.Alignment / Grain, 1),
          Field.Window / Grain, std::max<std::uint64_t>(Field.Least / Grain, 1)};
}

} // namespace

std::uint64_t unpaddedSize(const UnitShape &Unit) {
  std::uint64_t Sum = 0;
  for (const FieldShape &Field : Unit.Fields)
    Sum += Field.Size;
  return Sum;
}

UnitClasses::UnitClasses(const RecordShape &Record)
    : Grain(grainOf(Record)), Start(Record.Start / Grain) {
  for (const UnitShape &Unit : Record.Units)
    for (const FieldShape &Field : Unit.Fields)
      Modulus = std::max(Modulus, Field.Alignment / Grain);
  std::map<std::vector<FieldShape>, ClassIndex> Known;
  ClassOf.reserve(Record.Units.size());
  for (UnitIndex Index = 0; Index < Record.Units.size(); ++Index) {
    const UnitShape &Unit = Record.Units[Index];
    std::vector<FieldShape> Fields;
    Fields.reserve(Unit.Fields.size());
    for (const FieldShape &Field : Unit.Fields)
      Fields.push_back(inGrains(Field, Grain));
    if (Fields.size() == 1 && Fields[0].Window == 0)
      Fields[0].Size %= Modulus;
    const auto [Class, New] = Known.try_emplace(Fields, Shapes.size());
    if (New) {
      Shapes.push_back({std::move(Fields), 0});
      Widths.push_back(unpaddedSize(Shapes.back()));
      Members.emplace_back();
    }
    Members[Class->second].push_back(Index);
    ClassOf.push_back(Class->second);
    OpensSection.push_back(Index != 0 && Unit.Section != Record.Units[Index - 1].Section);
  }
}

} // namespace memlint::layout
