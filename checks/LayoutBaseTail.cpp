#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>

namespace memlint {
namespace {

Finding describe(const LayoutTraitFact &T) {
  const TraitFieldFact &Base = T.Fields[0];
  Finding F = findingOf(T);
  F.Message = quoted(T.Name) + " is " + bytes(T.Size) + ", " + std::to_string(T.Smaller) +
              " if its members may stand in the tail padding of " + quoted(Base.Name) +
              ", which is POD";
  F.Steps = {{Base.Where, quoted(Base.Name) + " is " + bytes(Base.Size) + ", of which the last " +
                              std::to_string(Base.Size - std::min(Base.Size, Base.Offset)) +
                              " are padding"},
             {{},
              "private members or a constructor of its own make " + quoted(Base.Name) +
                  " a class whose padding may be used"}};
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits)
    if (T.Kind == LayoutTrait::BaseTail && !T.Fields.empty())
      Context.report(describe(T));
}

} // namespace

extern constinit const Check LayoutBaseTail = {
    .Name = "layout-base-tail",
    .Title = "a base whose tail padding its derived class may not use",
    .Doc = R"(## What it does
Reports a class that is smaller, by Clang's own layout, when its one base is not POD in the sense of
C++03.

## Why
The Itanium ABI lets the members of a derived class stand in the padding at the end of its base, but
not where the base is POD: code in C may copy such an object whole. Where no code does, a
constructor or private members open the padding.

## Example
```cpp
struct Item {
  long Key;
  int Value;
};
struct Marked : Item { // want "'Marked' is 24 bytes, 16 if its members may stand in the tail padding of 'Item', which is POD"
  bool Mark;
};
```

## Use instead
```cpp
struct Item {
  Item() : Key(), Value() {}
  long Key;
  int Value;
};
struct Marked : Item {
  bool Mark;
};
```

## When it stays silent
When the class does not shrink, or has virtual functions, several bases or a virtual one. When the
base stands in a system header or in `extern "C"`, or is an instance of a template. On targets with
another rule: Windows, where the padding of bases is never used, and Apple's and others' where POD
means what it does in C++11.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
