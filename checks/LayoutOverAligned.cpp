#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const LayoutTraitFact &T) {
  const TraitFieldFact &Array = T.Fields[0];
  Finding F = findingOf(T);
  F.Subject = Array.Name;
  F.Message = quoted(Array.Name) + " takes " + bytes(Array.Size) + " for " +
              bytes(Array.Size / T.Size * T.Number) + " of data: each " + quoted(T.Name) +
              " is aligned to " + std::to_string(T.Alignment) + " and holds " +
              std::to_string(T.Number);
  F.Steps = {{T.Fields[1].Where, quoted(T.Name) + " is aligned here"}};
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind != LayoutTrait::OverAligned || T.Fields.size() < 2 || T.Size == 0)
      continue;
    if (T.Fields[0].Size / T.Size >= Context.number(T.Where.File, "min-elements"))
      Context.report(describe(T));
    else
      Context.silent("few elements: perhaps one for each thread");
  }
}

constexpr OptionSpec Options[] = {
    {"min-elements", OptionKind::Number, "256", "the fewest elements to speak of"},
};

} // namespace

extern constinit const Check LayoutOverAligned = {
    .Name = "layout-over-aligned",
    .Title = "a large array of records that are mostly alignment",
    .Doc = R"(## What it does
Reports an array with many elements whose type is aligned to 32 bytes or more by an attribute and
uses at most half of them.

## Why
In an array the alignment of its type is paid for with every element. A line for each is right for
what different threads write to, and there are as many of these as there are threads; in a large
array it is mostly padding.

## Example
```cpp
struct alignas(64) Cell {
  int Value;
};
Cell Grid[4096]; // want "'Grid' takes 262144 bytes for 16384 bytes of data: each 'Cell' is aligned to 64 and holds 4"
```

## Use instead
```cpp
struct Cell {
  int Value;
};
alignas(64) Cell Grid[4096];
```

## When it stays silent
When the array has fewer elements than `min-elements`: that may be one for each thread. When the
element holds an atomic, a lock, a `volatile` or an aligned member, or has a base: then the
alignment is meant. For containers, whose number of elements is not known, and where a macro writes
the declaration.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
