#include "analysis/layout/FieldClasses.h"

#include <algorithm>
#include <map>
#include <utility>

namespace memlint::layout {

FieldClasses::FieldClasses(const RecordShape &Record) {
  for (const FieldShape &Field : Record.Fields)
    Modulus = std::max(Modulus, Field.Alignment);
  std::map<std::pair<std::uint64_t, std::uint64_t>, ClassIndex> Known;
  for (FieldIndex Index = 0; Index < Record.Fields.size(); ++Index) {
    const FieldShape Shape{Record.Fields[Index].Size % Modulus, Record.Fields[Index].Alignment};
    const auto [Class, New] = Known.try_emplace({Shape.Size, Shape.Alignment}, Shapes.size());
    if (New) {
      Shapes.push_back(Shape);
      Members.emplace_back();
    }
    Members[Class->second].push_back(Index);
    ClassOf.push_back(Class->second);
  }
}

} // namespace memlint::layout
