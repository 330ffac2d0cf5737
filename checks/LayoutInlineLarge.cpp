#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>

namespace memlint {
namespace {

constexpr std::uint64_t CacheLine = 64; // bytes; x86-64, most of AArch64

Finding describeMember(const LayoutTraitFact &T) {
  const TraitFieldFact &Member = T.Fields[0];
  std::string Others =
      T.Number == 1 ? "1 member stands" : std::to_string(T.Number) + " members stand";
  Finding F = findingOf(T);
  F.Message = quoted(Member.Name) + " takes " + std::to_string(Member.Size) + " of the " +
              bytes(T.Size) + " of " + quoted(T.Name) + "; " + Others + " behind it, " +
              std::to_string(Member.Size / CacheLine) + " cache lines from those before";
  F.Steps = {
      {Member.Where, quoted(Member.Name) + " stands at byte " + std::to_string(Member.Offset)},
      {{},
       "as the last member it leaves the others together; where it is not always in use, "
       "a pointer to it does that too, and leaves " +
           bytes(T.Size - std::min(T.Size, Member.Size) + 8) + " or so"}};
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
    .Title = "a large array that stands between the other members, or a variant of one large "
             "alternative",
    .Doc = R"(## What it does
Reports an array that takes more than half of a record of more than four cache lines and stands
between its other members, and a `std::variant` member larger than a line of which one alternative
takes four times what the next largest does.

## Why
Code that uses the members on both sides of the array touches more lines, and often another page. A
variant is as large as its largest alternative, whatever it holds.

## Example
```cpp
struct Connection { // want "'Buffer' takes 4096 of the 4120 bytes of 'Connection'; 2 members stand behind it, 64 cache lines from those before"
  int Socket, State;
  char Buffer[4096];
  long Read, Written;
};
```

## Use instead
```cpp
struct Connection {
  int Socket, State;
  long Read, Written;
  char Buffer[4096];
};
```

## When it stays silent
When the array is the first member or the last: then the others stand together. For unions and
instances of templates. It cannot see how often the member is in use.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
