#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const LayoutTraitFact &T) {
  const std::string &Attribute = T.Words[0];
  Finding F = findingOf(T);
  F.Message =
      (T.Fields.size() == 1 ? "a member of an empty class, " : "members of empty classes, ") +
      listed(T.Fields) + ", " + (T.Fields.size() == 1 ? "makes " : "make ") + quoted(T.Name) + " " +
      bytes(T.Size) + "; " + Attribute + " makes it " + std::to_string(T.Smaller);
  for (const TraitFieldFact &Field : T.Fields)
    F.Steps.push_back({Field.Where, Attribute + " " + Field.Type + " " + Field.Name + ";"});
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits)
    if (T.Kind == LayoutTrait::EmptyMember && !T.Fields.empty() && !T.Words.empty())
      Context.report(describe(T));
}

} // namespace

extern constinit const Check LayoutEmptyMember = {
    .Name = "layout-empty-member",
    .Title = "a member of an empty class that takes room in its record",
    .Doc = R"(## What it does
Reports members whose class has no data, such as most comparators, hashers and allocators, where
the record is smaller, by Clang's own layout, when they are `[[no_unique_address]]`, or
`[[msvc::no_unique_address]]` where MSVC's layout is used.

## Why
Every member has an address of its own, so a member without data still takes a byte, and often a
word with the padding behind it. The attribute lifts that rule. It is part of C++20; GCC 9 and
Clang 9 and later know it in every language since C++11.

## Example
```cpp
struct Less {
  bool operator()(int A, int B) const { return A < B; }
};
struct Heap { // want "a member of an empty class, 'Compare', makes 'Heap' 24 bytes; \[\[no_unique_address\]\] makes it 16"
  int *First;
  Less Compare;
  int *Last;
};
```

## Use instead
```cpp
struct Less {
  bool operator()(int A, int B) const { return A < B; }
};
struct Heap {
  int *First;
  [[no_unique_address]] Less Compare;
  int *Last;
};
```

## When it stays silent
When the record does not shrink. For arrays of an empty class, for packed records, unions and
instances of templates, and in C.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
