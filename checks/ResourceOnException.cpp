#include "checks/Check.h"
#include "checks/ResourceWording.h"

namespace memlint {
namespace {

constexpr OptionSpec Options[] = {
    {"throw-depth", OptionKind::Number, "1",
     "How many calls below the function a `throw` may stand: 0 is the function itself, 1 also what "
     "it calls."},
};

void run(CheckContext &Context) { reportLosses(Context, {LossKind::Thrown, LossKind::Unfinished}); }

} // namespace

extern constinit const Check ResourceOnException = {
    .Name = "resource-on-exception",
    .Title = "an exception that is seen to be thrown leaves something behind unreleased",
    .Doc = R"(## What it does
Reports memory, a stream, a lock or another resource that a function holds by plain variables while
something throws: a `throw` of its own or of a function that it calls, in other units too. The
function releases it, or hands it on, where nothing is thrown. So does a constructor that has
acquired for a member: no destructor runs for an object that is not finished.

## Why
Unwinding destroys objects. A raw pointer or a number has no destructor, and nobody else knows it.

## Example
```cpp
void check(int Count) {
  if (Count < 0)
    throw Count;
}

int sum(int Count) {
  int *All = new int[10](); // want "'new int\[\]' is not freed where an exception leaves"
  check(Count);
  int Sum = All[0] + Count;
  delete[] All;
  return Sum;
}
```

## Use instead
```cpp
#include <memory>

void check(int Count) {
  if (Count < 0)
    throw Count;
}

int sum(int Count) {
  std::unique_ptr<int[]> All(new int[10]());
  check(Count);
  return All[0] + Count;
}
```

## When it stays silent
When nobody sees anything thrown: code that memlint does not see, libraries, and memory that runs out
throw nothing here. When the `throw` stands further below: the deeper it is, the more often its
condition cannot come about from here (`throw-depth`). When some handler of the function may take
the exception and releases it, or an object with a destructor knows it. When the exception ends the
program, as in a `noexcept` function.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 772,
    .Options = Options,
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
