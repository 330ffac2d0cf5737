#include "checks/Check.h"
#include "checks/ResourceWording.h"

namespace memlint {
namespace {

void run(CheckContext &Context) { reportWrongReleases(Context, ReleaseFault::Twice); }

} // namespace

extern constinit const Check ResourceDoubleRelease = {
    .Name = "resource-double-release",
    .Title = "something that was released is released again",
    .Doc = R"(## What it does
Reports the second of two releases of the same memory, stream or descriptor on one way through a
function, by whichever of its names, also where a callee is the one that releases it.

## Why
The memory or the number may belong to somebody else by then: a second `free` corrupts the heap, a
second `close` closes a file of another part of the program.

## Example
```cpp
extern "C" void *malloc(unsigned long);
extern "C" void free(void *);

bool load() {
  char *Text = (char *)malloc(80);
  if (!Text)
    return false;
  const bool Empty = Text[0] == 0;
  if (Empty)
    free(Text);
  free(Text); // want "'malloc\(\)' is freed a second time"
  return Empty;
}
```

## Use instead
```cpp
extern "C" void *malloc(unsigned long);
extern "C" void free(void *);

bool load() {
  char *Text = (char *)malloc(80);
  if (!Text)
    return false;
  const bool Empty = Text[0] == 0;
  free(Text);
  return Empty;
}
```

## When it stays silent
When its name takes another value between the two, or may take one in code that memlint does not
see; when a callee releases it only in some cases that the caller does not tell apart, as with
counted references.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 415,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
