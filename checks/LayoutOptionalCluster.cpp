#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const LayoutTraitFact &T) {
  Finding F = findingOf(T);
  F.Message = quoted(T.Name) + " holds " + std::to_string(T.Fields.size()) +
              " optionals that each pad their flag; with the flags in one place it is " +
              bytes(T.Smaller) + " instead of " + std::to_string(T.Size);
  for (const TraitFieldFact &Field : T.Fields)
    F.Steps.push_back({Field.Where, quoted(Field.Name) + " takes " + bytes(Field.Size)});
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind != LayoutTrait::Optionals)
      continue;
    if (T.Smaller < T.Reordered)
      Context.report(describe(T));
    else
      Context.silent("another order does as much");
  }
}

} // namespace

extern constinit const Check LayoutOptionalCluster = {
    .Name = "layout-optional-cluster",
    .Title = "optionals that each pad their flag to a word, in one record",
    .Doc = R"(## What it does
Reports a record with two or more `std::optional` members whose values are aligned to 4 bytes or
more, when the record is smaller, by Clang's own layout, with the bare values and one bit for each
somewhere among the members.

## Why
An optional keeps its flag behind its value and pads it to the value's alignment: an
`std::optional<double>` takes 16 bytes, 7 of them nothing. Flags side by side share a byte. A value
that stands for none, where there is one, needs no flag at all.

## Example
```cpp
#include <optional>
struct Limits { // want "'Limits' holds 3 optionals that each pad their flag; with the flags in one place it is 32 bytes instead of 48"
  std::optional<double> Low, High, Step;
};
```

## Use instead
```cpp
struct Limits {
  double Low, High, Step;
  bool HasLow : 1, HasHigh : 1, HasStep : 1;
};
```

## When it stays silent
When the record does not shrink, or another order of its members does as much. For packed records,
unions and instances of templates.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
