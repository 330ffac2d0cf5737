#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

std::string inOrder(const LayoutTraitFact &T) {
  std::string Text = "std::tuple<";
  for (const std::string &Type : T.Words)
    Text += (Text.back() == '<' ? "" : ", ") + Type;
  return Text + ">";
}

Finding describe(const LayoutTraitFact &T) {
  Finding F = findingOf(T);
  F.Message = quoted(T.Name) + " is " + bytes(T.Size) + ", " + std::to_string(T.Smaller) +
              " in the order " + quoted(inOrder(T));
  F.Props.push_back({"order", T.Words});
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits)
    if (T.Kind == LayoutTrait::TupleOrder && !T.Words.empty())
      Context.report(describe(T));
}

} // namespace

extern constinit const Check LayoutTupleOrder = {
    .Name = "layout-tuple-order",
    .Title = "a std::tuple whose elements would take less room in another order",
    .Doc = R"(## What it does
Reports a `std::tuple`, wherever its type is written, whose elements would take less room in
another order. The sizes are Clang's, of a struct with the same members; said only where that
reproduces the tuple's own size, and only of orders that are smaller both in libstdc++, which
stores the last element first, and in libraries that store the first one first.

## Why
A tuple pads its elements as a struct does, and nobody sees the padding. An order with the widest
alignment first has none inside.

## Example
```cpp
#include <tuple>
std::tuple<char, double, char> Entry; // want "'std::tuple<char, double, char>' is 24 bytes, 16 in the order 'std::tuple<double, char, char>'"
```

## Use instead
```cpp
#include <tuple>
std::tuple<double, char, char> Entry;
```

## When it stays silent
When an element is of an empty class, an array or incomplete: these are not stored as members are.
When the tuple's class is never needed whole, or depends on a template's parameter. Where a macro
writes the type.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
