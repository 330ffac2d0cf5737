#include "analysis/link/Program.h"
#include "checks/AllChecks.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"

#include <vector>

namespace memlint {
namespace {

/// Names in the list that are no globs and name no check, each with what was perhaps meant.
std::string unknownNames(const SuppressionFact &S) {
  std::vector<std::string_view> Known;
  std::vector<std::string> Ids;
  for (const Check *C : allChecks())
    Ids.push_back(fullId(*C));
  Known.assign(Ids.begin(), Ids.end());
  std::string Text;
  for (const std::string &Name : S.Checks) {
    if (!Name.starts_with(IdPrefix) || Name.find('*') != std::string::npos || findCheck(Name))
      continue;
    Text += (Text.empty() ? "" : ", ") + ("'" + Name + "' is no check");
    if (std::string_view Near = nearest(Name, Known); !Near.empty())
      Text += "; did you mean '" + std::string(Near) + "'?";
  }
  return Text;
}

void run(CheckContext &Context) {
  for (const SuppressionFact *S : Context.unusedSuppressions()) {
    Finding F;
    F.Where = S->Where;
    F.Message = unknownNames(*S);
    if (F.Message.empty())
      F.Message = "this suppression silences nothing; remove it";
    F.Subject = F.Message;
    Context.report(std::move(F));
  }
}

} // namespace

extern constinit const Check SuppressionUnused = {
    .Name = "suppression-unused",
    .Title = "a comment that asks for silence where nothing is said",
    .Doc = R"(## What it does
Reports a `NOLINT` that names a memlint check, or a `memlint: ignore`, that silences no finding of
this run, or that names no check. `--warn-unused-suppressions` switches it on.

## Why
A suppression that outlives its finding hides the next one.

## Example
```cpp
struct Point { // NOLINT(memlint-layout-padding) // want "this suppression silences nothing"
  int X, Y;
};
```

## Use instead
```cpp
struct Point {
  int X, Y;
};
```

## When it stays silent
For a `NOLINT` that names no memlint check: it may silence another tool. For checks that are
switched off in this run.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
