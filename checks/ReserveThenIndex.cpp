#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/WasteFinding.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const WasteFact &W) {
  Finding F = findingOf(W, {{"declared", "declared without elements here"},
                            {"reserves", "reserve() makes room here, but no elements"}});
  F.Message = quoted(W.Subject) + " has room for " + quoted(W.Words[0]) +
              " elements but holds none: " + quoted(W.Words[1]) +
              " is undefined behaviour; resize it, or push the elements";
  F.Props.emplace_back("count", W.Words[0]);
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::ReserveThenIndex)
      Context.report(describe(W));
}

} // namespace

extern constinit const Check ReserveThenIndex = {
    .Name = "reserve-then-index",
    .Title = "an element is used that reserve made room for and nobody added",
    .Doc = R"(## What it does
Reports `v[i]`, `v.front()` and `v.back()` of a local standard container that is declared without
elements, then told to reserve, and to which nothing is added between.

## Why
`reserve` changes the capacity, not the size. The element does not exist: reading or writing it is
undefined behaviour, aborts with a hardened library, and is lost at the next growth.

## Example
```cpp
#include <vector>
std::vector<int> squares(int N) {
  std::vector<int> Result;
  Result.reserve(N);
  for (int I = 0; I < N; ++I)
    Result[I] = I * I; // want-warning "'Result' has room for 'N' elements but holds none: 'Result\[I\]'"
  return Result;
}
```

## Use instead
```cpp
#include <cstddef>
#include <vector>
std::vector<int> squares(std::size_t N) {
  std::vector<int> Result(N);
  for (std::size_t I = 0; I < N; ++I)
    Result[I] = static_cast<int>(I * I);
  return Result;
}
```

## When it stays silent
When the container may have elements: it is a parameter, a member or static, begins with some, grows,
is resized, assigned, or handed out before the use or in a loop around it. When its size is asked
for between. In lambdas. For reading a string, whose end mark may be read. When the function has
labels or is a coroutine.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 787,
    .Options = {},
    .Run = run,
};

} // namespace memlint
