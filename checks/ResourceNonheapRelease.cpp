#include "checks/Check.h"
#include "checks/ResourceWording.h"

namespace memlint {
namespace {

void run(CheckContext &Context) {
  reportWrongReleases(Context, ReleaseFault::NotOwned);
  reportWrongReleases(Context, ReleaseFault::Moved);
}

} // namespace

extern constinit const Check ResourceNonheapRelease = {
    .Name = "resource-nonheap-release",
    .Title = "something that nobody allocated is freed",
    .Doc = R"(## What it does
Reports a release that is given the address of a variable, a global, a function or a string literal,
directly or through a pointer that holds it on the way there. And one that is given a pointer into
what was allocated, which was moved from its beginning.

## Why
Only what an allocator gave may be given back to it.

## Example
```cpp
extern "C" void free(void *);

int sum(int Last) {
  int Numbers[4] = {1, 2, 3, Last};
  int *All = Numbers;
  int Sum = All[0] + All[3];
  free(All); // want "'free\(\)' is given the address of 'Numbers', which nobody allocated"
  return Sum;
}
```

## Use instead
```cpp
int sum(int Last) {
  int Numbers[4] = {1, 2, 3, Last};
  int *All = Numbers;
  return All[0] + All[3];
}
```

## When it stays silent
When the pointer may hold something else there, as in `if (All != Numbers) free(All)`. When it is
moved backwards, or by a number that is no constant.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 590,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
