#include "checks/Check.h"
#include "checks/ResourceWording.h"

namespace memlint {
namespace {

void run(CheckContext &Context) { reportLosses(Context, {LossKind::Replaced}); }

} // namespace

extern constinit const Check ResourceRealloc = {
    .Name = "resource-realloc",
    .Title = "the only pointer to a block is overwritten with null when its reallocation fails",
    .Doc = R"(## What it does
Reports a call that releases what it is given only when it succeeds, as `realloc` does, where its
result overwrites the only pointer to the block.

## Why
When `realloc` fails, it returns null and leaves the old block as it is. Then nobody can free it.

## Example
```cpp
extern "C" void *malloc(unsigned long);
extern "C" void *realloc(void *, unsigned long);
extern "C" void free(void *);

void twice(unsigned long Size) {
  char *Text = (char *)malloc(Size);
  Text = (char *)realloc(Text, 2 * Size); // want "'realloc\(\)' overwrites the last name of 'malloc\(\)', which is lost where it fails"
  free(Text);
}
```

## Use instead
```cpp
extern "C" void *malloc(unsigned long);
extern "C" void *realloc(void *, unsigned long);
extern "C" void free(void *);

void twice(unsigned long Size) {
  char *Text = (char *)malloc(Size);
  char *More = (char *)realloc(Text, 2 * Size);
  free(More ? More : Text);
}
```

## When it stays silent
When the block has another name, or when the program ends where the call fails.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 401,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
