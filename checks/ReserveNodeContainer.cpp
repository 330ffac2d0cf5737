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
  F.Message = quoted(W.Subject) + " allocates for each element of " + bytes(W.Size) + "; a " +
              quoted(W.Words.front()) + " would do as it is used";
  F.Props = {{"container", W.Subject},
             {"type", W.Type},
             {"instead", W.Words.front()},
             {"elementSize", W.Size}};
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::NodeContainer)
      Context.report(describe(W));
}

} // namespace

extern constinit const Check ReserveNodeContainer = {
    .Name = "reserve-node-container",
    .Title = "an allocation for each element, where one block would do",
    .Doc = R"(## What it does
Reports a local `std::list` that is only appended to, run over, cleared and asked for its size, and
a local vector of `std::unique_ptr` to small objects that are only read through it.

## Why
Each element is an allocation of its own with a header of the allocator and two links, and running
over them misses the cache. 100000 ints in a list take 100000 allocations and 2.4 MB.

## Example
```cpp
#include <list>
int sumOfSquares(int Count) {
  std::list<int> Squares; // want "'Squares' allocates for each element of 4 bytes; a 'std::vector<int>' would do as it is used"
  for (int I = 0; I < Count; ++I)
    Squares.push_back(I * I);
  int Sum = 0;
  for (int Square : Squares)
    Sum += Square;
  return Sum;
}
```

## Use instead
```cpp
#include <vector>
int sumOfSquares(int Count) {
  std::vector<int> Squares;
  for (int I = 0; I < Count; ++I)
    Squares.push_back(I * I);
  int Sum = 0;
  for (int Square : Squares)
    Sum += Square;
  return Sum;
}
```

## When it stays silent
When elements are spliced, inserted or erased in between, when an iterator or the address of an
element is kept, and when the container is handed out. For pointers that may be null, are released
or point to a polymorphic or a large class.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
