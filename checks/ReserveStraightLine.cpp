#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/WasteFinding.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const WasteFact &W) {
  std::string Count = std::to_string(W.Number.value_or(0));
  Finding F = findingOf(W, {{"grows", "grows here"}});
  F.Message = quoted(W.Subject) + " begins empty and is given " + Count +
              " elements one after the other; " +
              (W.Words[0] == "list" ? "an initializer list allocates" : "reserve allocates") +
              " once";
  F.Props.emplace_back("count", Count);
  F.Props.emplace_back("exact", true);
  F.Props.emplace_back("elementSize", W.Size);
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes) {
    if (W.Kind != WasteKind::StraightLine)
      continue;
    if (W.Number.value_or(0) < Context.number(W.Where.File, "min-count"))
      Context.silent("too few elements to matter");
    else
      Context.report(describe(W));
  }
}

constexpr OptionSpec Options[] = {
    {"min-count", OptionKind::Number, "5", "the fewest pushes to speak of"},
};

} // namespace

extern constinit const Check ReserveStraightLine = {
    .Name = "reserve-straight-line",
    .Title = "a known number of elements pushed one after the other into an empty container",
    .Doc = R"(## What it does
Reports a local container that is declared without elements and to which five elements or more are
pushed one after the other, under no condition and in no loop.

## Why
Five pushes into an empty vector take four allocations and seven moves. A `reserve` before the first
takes one allocation and none. An initializer list does the same and is shorter, where the elements
are copied as bytes: it copies each of them once, and cannot hold what can only be moved.

## Example
```cpp
#include <vector>
std::vector<int> primes() {
  std::vector<int> Result; // want-note "'Result' begins empty and is given 5 elements one after the other"
  Result.push_back(2);
  Result.push_back(3);
  Result.push_back(5);
  Result.push_back(7);
  Result.push_back(11);
  return Result;
}
```

## Use instead
```cpp
#include <vector>
std::vector<int> primes() {
  std::vector<int> Result{2, 3, 5, 7, 11};
  return Result;
}
```

## When it stays silent
For fewer than `min-count` pushes, counted up to the first other use of the container and the first
statement that may leave the block. When the elements fit into the object itself. For strings and
hash tables. When it is reserved. Inside macros, in functions with labels and in coroutines.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
