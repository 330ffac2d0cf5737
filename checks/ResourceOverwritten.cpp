#include "checks/Check.h"
#include "checks/ResourceWording.h"

namespace memlint {
namespace {

void run(CheckContext &Context) { reportLosses(Context, {LossKind::Overwritten}); }

} // namespace

extern constinit const Check ResourceOverwritten = {
    .Name = "resource-overwritten",
    .Title = "the last name of something that is acquired takes another value",
    .Doc = R"(## What it does
Reports memory, a stream or another resource that nobody has released yet when the last variable,
member or pointer that holds it takes another value.

## Why
What nobody can name any more nobody can release.

## Example
```cpp
int sum(int Count) {
  int *Numbers = new int[Count](); // want "'new int\[\]' is not freed on some path: its last name is overwritten"
  if (Count > 10)
    Numbers = new int[10]();
  int Sum = Numbers[0];
  delete[] Numbers;
  return Sum;
}
```

## Use instead
```cpp
int sum(int Count) {
  int *Numbers = new int[Count > 10 ? 10 : Count]();
  int Sum = Numbers[0];
  delete[] Numbers;
  return Sum;
}
```

## When it stays silent
When the resource has another name, was given to code that memlint does not see, or is stored where
others may find it; when it was not made on the way there. The name that `realloc` overwrites with
its own result is a finding of `resource-realloc`.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 773,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
