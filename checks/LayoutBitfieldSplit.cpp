#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const LayoutTraitFact &T) {
  Finding F = findingOf(T);
  F.Message = "bit-fields of " + quoted(T.Name) + " stand in " + std::to_string(T.Number) +
              " places; next to " + quoted(T.Words.empty() ? "" : T.Words[0]) +
              " all of them together make it " + bytes(T.Smaller) + " instead of " +
              std::to_string(T.Size);
  for (const TraitFieldFact &Field : T.Fields)
    F.Steps.push_back(
        {Field.Where, quoted(Field.Name) + " stands at byte " + std::to_string(Field.Offset)});
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind != LayoutTrait::SplitBitFields)
      continue;
    if (T.Smaller < T.Size && T.Smaller <= T.Reordered)
      Context.report(describe(T));
    else
      Context.silent("an order that leaves the groups as they are does as much");
  }
}

} // namespace

extern constinit const Check LayoutBitfieldSplit = {
    .Name = "layout-bitfield-split",
    .Title = "bit-fields that other members keep from sharing their bytes",
    .Doc = R"(## What it does
Reports a record whose bit-fields stand in several groups with other members between them, when the
record is smaller with all of them in one group, by Clang's own layout.

## Why
Bit-fields share bytes only with bit-fields next to them. Each further group begins a byte, and
often a word, of its own.

## Example
```cpp
struct Token { // want "bit-fields of 'Token' stand in 2 places; next to 'Kind' all of them together make it 16 bytes instead of 24"
  unsigned Kind : 8;
  void *Text;
  unsigned AtLineStart : 1, HasSpace : 1;
};
```

## Use instead
```cpp
struct Token {
  unsigned Kind : 8;
  unsigned AtLineStart : 1, HasSpace : 1;
  void *Text;
};
```

## When it stays silent
When the record does not shrink, or an order that leaves the groups apart makes it smaller. When the
record has an unnamed bit-field or a `volatile` one: then the places are meant. When
it has an atomic or a lock: bit-fields side by side are one memory location, which two threads must
not write to at once. For packed records, unions, records that end in an array of any length and
instances of templates.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
