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
  F.Message = quoted(W.Subject) + " copies " + bytes(W.Size) +
              (W.Words.front() == "element" ? " in each iteration" : " in each call") +
              " only to read them; make it a 'const " + W.Type + " &'";
  for (const WastePlace &Place : W.Places)
    F.Steps.push_back({Place.Where, "the loop"});
  F.Props = {{"object", W.Subject}, {"type", W.Type}, {"what", W.Words.front()}, {"bytes", W.Size}};
  for (const ProposedFix &Fix : W.Fixes)
    F.Fixes.push_back({Fix.Description, Fix.Edits, {}});
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes) {
    if (W.Kind != WasteKind::LargeCopy)
      continue;
    if (W.Size < Context.number(W.Where.File, "min-bytes"))
      Context.silent("few bytes copied");
    else
      Context.report(describe(W));
  }
}

constexpr OptionSpec Options[] = {
    {"min-bytes", OptionKind::Number, "128", "the fewest bytes to speak of"},
};

} // namespace

extern constinit const Check CopyLargeTrivial = {
    .Name = "copy-large-trivial",
    .Title = "a large object is copied only to be read",
    .Doc = R"(## What it does
Reports a parameter or the variable of a range-for that is a copy of a large trivially copyable
object and only read.

## Why
No allocation shows it and no other tool speaks of it, as the copy is "trivial": it is still as many
bytes as the object has, for each call or element.

## Example
```cpp
#include <vector>
struct Page {
  char Bytes[4096];
};
int firstBytes(const std::vector<Page> &Pages) {
  int Sum = 0;
  for (Page P : Pages) // want "'P' copies 4096 bytes in each iteration only to read them; make it a 'const Page &'"
    Sum += P.Bytes[0];
  return Sum;
}
```

## Use instead
```cpp
#include <vector>
struct Page {
  char Bytes[4096];
};
int firstBytes(const std::vector<Page> &Pages) {
  int Sum = 0;
  for (const Page &P : Pages)
    Sum += P.Bytes[0];
  return Sum;
}
```

## When it stays silent
When the copy is changed, stored or returned as a whole, captured, or its address is taken. When
another object of the type is at hand that could be the original, or the loop may change what it
runs over. For virtual functions, operators, `extern "C"`, `main` and coroutines, and for types of
fewer than `min-bytes`.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
