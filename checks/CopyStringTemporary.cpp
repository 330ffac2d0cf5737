#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

std::string message(const WasteFact &W) {
  if (W.Words.front() == "literal")
    return "a string is allocated from a literal in each iteration, for " + quoted(W.Subject) +
           " that only reads it; let it take a string_view";
  if (W.Words.front() == "substr")
    return (W.Subject.empty() ? "the result of substr()" : quoted(W.Subject)) +
           " copies characters only to read them; a string_view of them would do";
  return "a string_view is copied into a string" +
         (W.Subject == "std::string_view"
              ? " and made a string_view again"
              : ", for " + quoted(W.Subject) + " that only reads it; let it take a string_view");
}

Finding describe(const WasteFact &W) {
  Finding F;
  F.Where = W.Where;
  F.Subject = W.Function + ": " + W.Words.front() + " " + W.Subject;
  F.Message = message(W);
  for (const WastePlace &Place : W.Places)
    F.Steps.push_back({Place.Where, "the parameter"});
  F.Props = {{"reader", W.Subject}, {"from", W.Words.front()}, {"inLoop", W.Number == 1U}};
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::StringTemporary)
      Context.report(describe(W));
}

} // namespace

extern constinit const Check CopyStringTemporary = {
    .Name = "copy-string-temporary",
    .Title = "a string is made for code that only reads it",
    .Doc = R"(## What it does
Reports a `std::string` that is made only to be read: from a literal too long to be held inside, in
a loop, or from a `string_view`, for a function in sight that only reads its `const std::string &`;
by `substr()`, when the source is not changed; from a `string_view`, to be a `string_view` again.

## Why
Each such string is an allocation and a copy. A `string_view` of the characters is neither.

## Example
```cpp
#include <string>
static bool isWord(const std::string &Text) { return !Text.empty() && Text.front() != ' '; }
int count(int Rounds) {
  int Sum = 0;
  for (int I = 0; I < Rounds; ++I)
    Sum += isWord("a text that does not fit into the string"); // want "a string is allocated from a literal in each iteration, for 'isWord' that only reads it; let it take a string_view"
  return Sum;
}
```

## Use instead
```cpp
#include <string_view>
static bool isWord(std::string_view Text) { return !Text.empty() && Text.front() != ' '; }
int count(int Rounds) {
  int Sum = 0;
  for (int I = 0; I < Rounds; ++I)
    Sum += isWord("a text that does not fit into the string");
  return Sum;
}
```

## When it stays silent
When the function is virtual, a template or not in sight, needs `c_str()`, or hands the string on to
anything but a `string_view`. When the source of `substr()` may change, or the result is stored or
returned. Before C++17, which has no `string_view`.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
