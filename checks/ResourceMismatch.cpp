#include "checks/Check.h"
#include "checks/ResourceWording.h"

namespace memlint {
namespace {

void run(CheckContext &Context) { reportWrongReleases(Context, ReleaseFault::Mismatched); }

} // namespace

extern constinit const Check ResourceMismatch = {
    .Name = "resource-mismatch",
    .Title = "something is released by what belongs to another allocator",
    .Doc = R"(## What it does
Reports a release that does not go with the acquisition: `delete` of what `malloc` made, `delete` of
an array, `fclose` of what `popen` opened; also where either stands in a function that is called.

## Why
Each of them keeps its own books. The program may crash, lose memory, or run no destructors.

## Example
```cpp
int first(int Count) {
  int *All = new int[Count]();
  int First = All[0];
  delete All; // want "'new int\[\]' is released by 'delete', not by 'delete\[\]'"
  return First;
}
```

## Use instead
```cpp
int first(int Count) {
  int *All = new int[Count]();
  int First = All[0];
  delete[] All;
  return First;
}
```

## When it stays silent
Where it is not known what acquires or what releases it: classes with an `operator new` of their own,
and owners with deleters.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 762,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
