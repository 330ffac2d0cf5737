#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describeMember(const LayoutTraitFact &T) {
  const TraitFieldFact &Member = T.Fields[0];
  Finding F = findingOf(T);
  F.Message = quoted(Member.Name) + " takes " + std::to_string(Member.Size) + " of the " +
              bytes(T.Size) + " of " + quoted(T.Name);
  F.Steps = {
      {Member.Where, quoted(Member.Name) + " stands at byte " + std::to_string(Member.Offset) +
                         ", before " + std::to_string(T.Number) +
                         (T.Number == 1 ? " other member" : " other members")},
      {{},
       "where it is not always in use, a pointer to it leaves " + bytes(T.Size - Member.Size + 8) +
           " or so; where it is, it stands best at the end"}};
  return F;
}

Finding describeAlternative(const LayoutTraitFact &T) {
  const TraitFieldFact &Variant = T.Fields[0], &Largest = T.Fields[1];
  Finding F = findingOf(T);
  F.Where = Variant.Where;
  F.Subject = T.Name + "::" + Variant.Name;
  F.Message = quoted(Variant.Name) + " takes " + bytes(Variant.Size) +
              " whatever it holds, for one alternative, " + quoted(Largest.Type) +
              "; the next largest takes " + std::to_string(T.Number);
  F.Steps = {{{}, "where that alternative is rare, hold it by std::unique_ptr"}};
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind == LayoutTrait::LargeMember && !T.Fields.empty())
      Context.report(describeMember(T));
    if (T.Kind == LayoutTrait::LargeAlternative && T.Fields.size() == 2)
      Context.report(describeAlternative(T));
  }
}

} // namespace

extern constinit const Check LayoutInlineLarge = {
    .Name = "layout-inline-large",
    .Title = "a member that makes up most of a large record",
    .Doc = R"(## What it does
Reports an array inside a record of more than four cache lines that takes more than half of it, and
a `std::variant` member larger than a line of which one alternative takes four times what the next
largest does.

## Why
Each object pays for the member whether it is in use or not. The members behind an array stand lines
away from those before it, and a variant is as large as its largest alternative whatever it holds.

## Example
```cpp
struct Connection { // want "'Buffer' takes 4096 of the 4120 bytes of 'Connection'"
  int Socket, State;
  char Buffer[4096];
  long Read, Written;
};
```

## Use instead
```cpp
#include <memory>
struct Connection {
  int Socket, State;
  long Read, Written;
  std::unique_ptr<char[]> Buffer;
};
```

## When it stays silent
When the record has fewer than three members: then the array is what it is for. For unions and
instances of templates. It cannot see how often the member is in use.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
