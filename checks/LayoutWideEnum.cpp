#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <span>

namespace memlint {
namespace {

/// The trait's enums, which follow the members that hold them.
std::span<const TraitFieldFact> enumsOf(const LayoutTraitFact &T) {
  return std::span(T.Fields).subspan(std::min<std::size_t>(T.Number, T.Fields.size()));
}

Finding describe(const LayoutTraitFact &T) {
  auto Enums = enumsOf(T);
  Finding F = findingOf(T);
  F.Message = quoted(T.Name) + " is " + bytes(T.Size) + ", " + std::to_string(T.Smaller) + " if " +
              listed(Enums) + (Enums.size() == 1 ? " has" : " have") + " the type " +
              quoted(Enums[0].Type) + " beneath";
  for (const TraitFieldFact &Enum : Enums)
    F.Steps.push_back({Enum.Where, "enum " + Enum.Name + " : " + Enum.Type +
                                       "; its values fit, and it takes " + bytes(Enum.Size) +
                                       " now"});
  for (const TraitFieldFact &Member : std::span(T.Fields).first(T.Fields.size() - Enums.size()))
    F.Steps.push_back({Member.Where, quoted(Member.Name) + " holds one"});
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind != LayoutTrait::WideEnum || enumsOf(T).empty())
      continue;
    if (T.Size - T.Smaller < Context.number(T.Where.File, "min-saved-bytes"))
      Context.silent("few bytes saved");
    else
      Context.report(describe(T));
  }
}

constexpr OptionSpec Options[] = {
    {"min-saved-bytes", OptionKind::Number, "4", "the fewest bytes to speak of"},
};

} // namespace

extern constinit const Check LayoutWideEnum = {
    .Name = "layout-wide-enum",
    .Title = "an enum of four bytes whose values fit into one, in a record that then shrinks",
    .Doc = R"(## What it does
Reports a record that is smaller, by Clang's own layout and in the order as declared, when the enums
of some of its members get an underlying type of one or two bytes, into which all their values fit.

## Why
An enum without a type beneath takes four bytes, an `enum class` too, whatever its values. It is
only said where a record shrinks: elsewhere the bytes turn into padding.

## Example
```cpp
enum class Color { Red, Green, Blue };
enum class Shape { Line, Box };
struct Item { // want "'Item' is 12 bytes, 8 if 'Color' and 'Shape' have the type 'std::uint8_t' beneath"
  int Id;
  Color C;
  Shape S;
};
```

## Use instead
```cpp
enum class Color : unsigned char { Red, Green, Blue };
enum class Shape : unsigned char { Line, Box };
struct Item {
  int Id;
  Color C;
  Shape S;
};
```

## When it stays silent
When the record shrinks by fewer than `min-saved-bytes`. When the enum's underlying type is written,
even as `int`: then it was chosen. For enums in C, in `extern "C"`, in system headers, or written by
a macro; for packed records, unions, bit-fields and instances of templates.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
