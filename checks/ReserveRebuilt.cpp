#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

/// Why the object is dear, and what to do instead.
std::string advice(const WasteFact &W) {
  if (W.Words.front() == "regex")
    return "is compiled from a constant each time; make it 'static const'";
  if (W.Words.front() == "container")
    return "allocates anew in each iteration; declare it before the loop and clear it";
  return "is made anew in each iteration; make it once before the loop";
}

Finding describe(const WasteFact &W) {
  Finding F;
  F.Where = W.Where;
  F.Subject = W.Function + ": " + W.Subject;
  F.Message = quoted(W.Subject) + " " + advice(W);
  for (const WastePlace &Place : W.Places)
    F.Steps.push_back({Place.Where, "the loop"});
  F.Props = {{"object", W.Subject}, {"type", W.Type}, {"kind", W.Words.front()}};
  for (const ProposedFix &Fix : W.Fixes)
    F.Fixes.push_back({Fix.Description, Fix.Edits, {}});
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::Rebuilt)
      Context.report(describe(W), W.Words.front() == "regex" ? Severity::Warning : Severity::Note);
}

} // namespace

extern constinit const Check ReserveRebuilt = {
    .Name = "reserve-rebuilt",
    .Title = "an object that allocates is made anew each time, and could be made once",
    .Doc = R"(## What it does
Reports a `std::regex` made from constants on each call of a function, and objects that a loop makes
anew in each iteration: string streams, locales, `std::random_device`, `std::mt19937` of a constant
seed, and vectors and strings that start empty and that another loop fills.

## Why
Compiling a regular expression takes microseconds and many allocations. A vector that is declared in
the loop gives its memory back at the end of each iteration and asks for it again in the next;
declared before the loop and cleared, it keeps it. That is all that an object pool would do.

## Example
```cpp
#include <vector>
int largest(const std::vector<int> &);
int sum(int Rounds, int Count) {
  int Sum = 0;
  for (int I = 0; I < Rounds; ++I) {
    std::vector<int> Row; // want "'Row' allocates anew in each iteration; declare it before the loop and clear it"
    for (int K = 0; K < Count; ++K)
      Row.push_back(I * K);
    Sum += largest(Row);
  }
  return Sum;
}
```

## Use instead
```cpp
#include <vector>
int largest(const std::vector<int> &);
int sum(int Rounds, int Count) {
  int Sum = 0;
  std::vector<int> Row;
  for (int I = 0; I < Rounds; ++I) {
    Row.clear();
    for (int K = 0; K < Count; ++K)
      Row.push_back(I * K);
    Sum += largest(Row);
  }
  return Sum;
}
```
Two things to look at before: a vector that is kept also keeps its largest capacity, and a random
engine that was seeded with a constant in each iteration gave the same numbers in each.

## When it stays silent
When the object is moved, returned, captured by a lambda, or its address or a reference that may
change it is handed out. When the loop runs at most twice. For containers with a node for each
element, which clearing does not save, those that hold their first elements themselves, those whose
elements own memory, those that only a branch of the loop makes, and
loops without a condition, which may be there to try again. For a
regex from anything but constants, and one in `main` outside loops. In templates, macros and
coroutines, and in functions with labels.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
