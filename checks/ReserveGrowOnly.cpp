#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const WasteFact &W) {
  Finding F;
  F.Where = W.Where;
  F.Subject = W.Subject;
  F.Message = quoted(W.Subject) +
              " only ever grows: nothing in this file removes from it or looks at its size";
  for (const WastePlace &Place : W.Places)
    F.Steps.push_back({Place.Where, "grows here"});
  F.Props = {{"container", W.Subject}, {"type", W.Type}};
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::GrowsOnly)
      Context.report(describe(W));
}

} // namespace

extern constinit const Check ReserveGrowOnly = {
    .Name = "reserve-grow-only",
    .Title = "a static container that only ever grows",
    .Doc = R"(## What it does
Reports a container of static storage that only one file can see, that functions add to, and that
nothing in the file ever makes smaller.

## Why
A cache without a limit is a leak that no leak detector sees: each new key stays until the program
ends.

## Example
```cpp
#include <string>
#include <unordered_map>
static std::unordered_map<std::string, int> Lengths; // want "'Lengths' only ever grows"
int lengthOf(const std::string &Name) {
  int &Known = Lengths[Name];
  return Known ? Known : Known = static_cast<int>(Name.size());
}
```

## Use instead
```cpp
#include <string>
#include <unordered_map>
static std::unordered_map<std::string, int> Lengths;
int lengthOf(const std::string &Name) {
  if (Lengths.size() >= 1000)
    Lengths.clear();
  int &Known = Lengths[Name];
  return Known ? Known : Known = static_cast<int>(Name.size());
}
```

## When it stays silent
When anything erases, clears, assigns, swaps, moves it, asks for its size, or may through a pointer
or reference. When its keys are bools, characters or of an enumeration, when what is added is a
constant, and when only `main` adds, outside loops. For `thread_local` and external variables.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
