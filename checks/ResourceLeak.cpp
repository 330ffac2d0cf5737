#include "checks/Check.h"
#include "checks/ResourceWording.h"
#include "checks/RunChecks.h"

namespace memlint {
namespace {

void run(CheckContext &Context) {
  reportLosses(Context, {LossKind::Dropped, LossKind::HolderEnd, LossKind::ScopeEnd});
  for (std::size_t I = 0; I < Context.solved().resourceFaults().GivenUp; ++I)
    Context.silent("too many ways to tell apart");
}

} // namespace

extern constinit const Check ResourceLeak = {
    .Name = "resource-leak",
    .Title = "something that is acquired is not released on some path",
    .Doc = R"(## What it does
Reports memory, a stream or another resource that a function makes, or is given by what it calls, and
whose last name ends on some path to the function's end while nobody has released it. The ways are
told apart by what the conditions say: a failed call makes nothing. Wrappers count, in other units
too: what a function returns, or writes where an argument points, its caller owns.

## Why
What nobody can name any more nobody can release.

## Example
```cpp
int first(int Count) {
  int *All = new int[Count](); // want "'new int\[\]' is not freed on some path"
  if (Count > 10)
    return -1;
  int First = All[0];
  delete[] All;
  return First;
}
```

## Use instead
```cpp
int first(int Count) {
  if (Count > 10)
    return -1;
  int *All = new int[Count]();
  int First = All[0];
  delete[] All;
  return First;
}
```

## When it stays silent
When the resource is given to code that memlint does not see, is stored where others may find it, or
is returned. When the program ends before the function does, and for what `main` holds in the end.
When there are too many ways to tell apart, or an exception is the way: that is for
`resource-on-exception`. When the only way needs a null pointer where the resource would else be
handed over, as in `if (Parent) Parent->add(P);`, or a number that no call in the program gives.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 772,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
