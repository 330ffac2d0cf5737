#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/WasteFinding.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const WasteFact &W) {
  bool Sized = W.Words[0] == "sized";
  Finding F = findingOf(W, {{"declared", Sized ? "the elements are made here" : "declared here"},
                            {"filled", "the first element is added here"},
                            {"grows", "grows here"}});
  if (Sized)
    F.Message = quoted(W.Subject) + " begins with " + quoted(W.Words[1]) +
                " elements, and as many are pushed behind them; reserve() makes room without them";
  else
    F.Message = quoted(W.Subject) + " does not begin empty, but is reserved to " +
                quoted(W.Words[1]) + " before as many are added; add its size() to the number";
  F.Props.emplace_back("count", Sized ? W.Words[1] : W.Subject + ".size() + " + W.Words[1]);
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::ReserveIgnoresSize)
      Context.report(describe(W));
}

} // namespace

extern constinit const Check ReserveIgnoresSize = {
    .Name = "reserve-ignores-size",
    .Title = "room for as many elements as are added, in a container that has some already",
    .Doc = R"(## What it does
Reports a local vector that is made with `n` elements to which a loop then pushes `n`, and
`v.reserve(n)` before a loop that adds `n` elements to a local `v` that has some already.

## Why
`vector v(n)` makes `n` elements; what is pushed comes behind them, so that the vector has twice as
many as meant and grows once more. `reserve(n)` counts all elements, not those that are to come: with
some already there, the vector grows after all.

## Example
```cpp
#include <vector>
std::vector<int> copyOf(const std::vector<int> &Source) {
  std::vector<int> Result(Source.size()); // want-warning "'Result' begins with 'Source.size\(\)' elements, and as many are pushed"
  for (int N : Source)
    Result.push_back(N + 1);
  return Result;
}
```

## Use instead
```cpp
#include <vector>
std::vector<int> copyOf(const std::vector<int> &Source) {
  std::vector<int> Result;
  Result.reserve(Source.size());
  for (int N : Source)
    Result.push_back(N + 1);
  return Result;
}
```

## When it stays silent
When the elements get a value of their own (`v(n, x)`), are used before the loop or in it. When the
number of pushes is not known to be the same. For parameters and members, whose content is not known,
and inside loops, where a `reserve` of `size() + n` would make growth quadratic.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
