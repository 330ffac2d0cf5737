#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/WasteFinding.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Finding describe(const WasteFact &W) {
  Finding F = findingOf(W, {{"grows", "grows here"}});
  F.Message = "a range is added to " + quoted(W.Subject) +
              " element by element; inserting it at once allocates at most once";
  if (!W.Words[0].empty())
    F.Steps.push_back({{}, "write instead: " + W.Words[0] + ";"});
  F.Props.emplace_back("instead", W.Words[0]);
  F.Props.emplace_back("elementSize", W.Size);
  return F;
}

void run(CheckContext &Context) {
  for (const WasteFact &W : Context.program().Wastes) {
    if (W.Kind != WasteKind::AppendRange)
      continue;
    bool Certain =
        W.Number && !W.Words[1].empty() && *W.Number >= Context.number(W.Where.File, "warn-count");
    if (W.Number && *W.Number < Context.number(W.Where.File, "min-count"))
      Context.silent("too few elements to matter");
    else
      Context.report(describe(W), Certain ? Severity::Warning : Severity::Note);
  }
}

constexpr OptionSpec Options[] = {
    {"min-count", OptionKind::Number, "5",
     "the fewest elements to speak of, where the number is a constant"},
    {"warn-count", OptionKind::Number, "1000",
     "the fewest elements, where the number is a constant, that are worth a warning"},
};

} // namespace

extern constinit const Check ReserveAppendRange = {
    .Name = "reserve-append-range",
    .Title = "a range that is added to a container element by element",
    .Doc = R"(## What it does
Reports a loop whose body does nothing but push each element of a range, unchanged, and `std::copy`
into a `std::back_inserter`, where the container is a parameter, a member or static. It is a warning
where the elements are copied as bytes and there are at least `warn-count` of them. Of a function's
own containers `reserve-missing` speaks.

## Why
The container's `insert` of a range knows how many elements come: it allocates at most once, keeps
growth geometric, and copies plain elements as one block. Copying 100000 ints takes one allocation
instead of 18 and a twentieth of the time. A `reserve` would not do: in a function that is called
again and again it makes growth quadratic.

## Example
```cpp
#include <vector>
void append(std::vector<int> &Out, const std::vector<int> &Row) {
  for (int N : Row) // want-note "a range is added to 'Out' element by element"
    Out.push_back(N);
}
```

## Use instead
```cpp
#include <vector>
void append(std::vector<int> &Out, const std::vector<int> &Row) {
  Out.insert(Out.end(), Row.begin(), Row.end());
}
```

## When it stays silent
When elements are left out, changed, moved or explicitly converted. When the source is the container
itself. When the range can be read only once or does not know its size: input iterators, filters.
When the container has no `insert` of a range. For hash tables, which do not reserve for one. In
constructors, and for variables of the function. Inside macros.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
