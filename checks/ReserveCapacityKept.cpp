#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const WasteFact &W) {
  Finding F;
  F.Where = W.Where;
  F.Subject = W.Function + ": " + W.Subject;
  F.Message = quoted(W.Subject) + " keeps its capacity here: " +
              (W.Words.front() == "clear" ? "clear()" : "assigning an empty list") +
              " gives no memory back";
  F.Steps.push_back({{}, "to give it back: " + W.Type + "().swap(" + W.Subject + ");"});
  for (const WastePlace &Place : W.Places)
    F.Steps.push_back({Place.Where, "declared here; it outlives the function"});
  F.Props = {{"container", W.Subject}, {"type", W.Type}, {"form", W.Words.front()}};
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::CapacityKept)
      Context.report(describe(W));
}

} // namespace

extern constinit const Check ReserveCapacityKept = {
    .Name = "reserve-capacity-kept",
    .Title = "memory that the code means to give back is kept as capacity",
    .Doc = R"(## What it does
Reports a vector or string of static storage, or a member, that is assigned an empty list, or
cleared in a function whose name or comment says that memory is freed, released, trimmed or shrunk.

## Why
`clear()` and `= {}` remove the elements and keep the block: after holding a million elements once,
an empty vector still owns their memory. A swap with a temporary gives it back.

## Example
```cpp
#include <vector>
class Cache {
public:
  void releaseMemory() {
    Pages.clear(); // want "'Pages' keeps its capacity here: clear\(\) gives no memory back"
  }

private:
  std::vector<int> Pages;
};
```

## Use instead
```cpp
#include <vector>
class Cache {
public:
  void releaseMemory() { std::vector<int>().swap(Pages); }

private:
  std::vector<int> Pages;
};
```

## When it stays silent
When the same function does anything else to the container: fills it again, shrinks or swaps it, or
hands it out. In a loop, in destructors, for local containers, and for containers that are not of
the standard library.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
