#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const LayoutTraitFact &T) {
  const TraitFieldFact &First = T.Fields[0];
  Finding F = findingOf(T);
  F.Message = listed(T.Fields) +
              (T.Fields.size() == 1 ? " carries its deleter" : " carry their deleters") +
              " in every " + quoted(T.Name) + "; with a function object for a deleter " +
              quoted(T.Name) + " is " + bytes(T.Smaller) + " instead of " + std::to_string(T.Size);
  for (const TraitFieldFact &Field : T.Fields)
    F.Steps.push_back({Field.Where, quoted(Field.Name) + " is " + bytes(Field.Size)});
  F.Steps.push_back(
      {{},
       "where the deleter of " + quoted(First.Name) +
           " is always the same function, a struct whose operator() calls it takes no room"});
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits)
    if (T.Kind == LayoutTrait::FatDeleter && !T.Fields.empty())
      Context.report(describe(T));
}

} // namespace

extern constinit const Check LayoutFatDeleter = {
    .Name = "layout-fat-deleter",
    .Title = "a unique_ptr that carries its deleter along",
    .Doc = R"(## What it does
Reports members of the type `std::unique_ptr` whose deleter is a pointer or reference to a function
or a `std::function`, when the record is smaller, by Clang's own layout, without them.

## Why
A deleter that is a value is stored beside the pointer: 16 bytes with a function pointer, 40 with a
`std::function`, instead of 8, and the call goes through a pointer. A class without data, whose
`operator()` calls the function, takes no room.

## Example
```cpp
#include <memory>
struct File;
int close(File *);
struct Log { // want "'Output' carries its deleter in every 'Log'; with a function object for a deleter 'Log' is 8 bytes instead of 16"
  std::unique_ptr<File, int (*)(File *)> Output;
};
```

## Use instead
```cpp
#include <memory>
struct File;
int close(File *);
struct Close {
  void operator()(File *F) const { close(F); }
};
struct Log {
  std::unique_ptr<File, Close> Output;
};
```

## When it stays silent
When the record does not shrink. When the deleter is a class of the program's own: it has its data
for a reason. It cannot see whether different objects have different deleters; then nothing is
wasted. For variables, packed records, unions and instances of templates.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
