#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <numeric>

namespace memlint {
namespace {

constexpr std::uint64_t CacheLine = 64; // bytes; x86-64, most of AArch64

Finding describeField(const LayoutTraitFact &T) {
  const TraitFieldFact &Field = T.Fields[0], &Other = T.Fields[1];
  std::string Place = (T.Words.empty() ? std::string("before") : T.Words[0]) + " ";
  Finding F = findingOf(T);
  F.Where = Field.Where;
  F.Subject = T.Name + "::" + Field.Name;
  F.Message = quoted(Field.Name) + " of " + bytes(Field.Size) + " straddles two cache lines in " +
              "every " + quoted(T.Name) + "; " + Place + quoted(Other.Name) +
              " it stands on one, and the size stays " + std::to_string(T.Size);
  F.Steps = {{T.Where, quoted(T.Name) + " is aligned to " + std::to_string(T.Alignment) +
                           ", so each object begins a line"},
             {Field.Where, "takes bytes " + std::to_string(Field.Offset) + " to " +
                               std::to_string(Field.Offset + Field.Size - 1) + "; a line ends at " +
                               std::to_string((Field.Offset / CacheLine + 1) * CacheLine)}};
  return F;
}

/// Of every 100 elements of an array that begins a line, how many stand on two lines.
std::uint64_t straddlingPercent(std::uint64_t Size) {
  std::uint64_t Step = std::gcd(Size, CacheLine), On2 = 0;
  for (std::uint64_t Offset = 0; Offset < CacheLine; Offset += Step)
    On2 += Offset + Size > CacheLine;
  return On2 * 100 / (CacheLine / Step);
}

Finding describeElements(const LayoutTraitFact &T) {
  const TraitFieldFact &Array = T.Fields[0];
  Finding F = findingOf(T);
  F.Where = Array.Where;
  F.Subject = Array.Name;
  F.Message = quoted(Array.Name) + " begins a cache line, but " +
              std::to_string(straddlingPercent(T.Size)) +
              " % of its elements straddle two: " + quoted(T.Name) + " is " + bytes(T.Size);
  F.Steps = {{{},
              "aligned to 64 as a type, " + quoted(T.Name) + " takes a line of its own: " +
                  bytes(T.Number * CacheLine) + " instead of " + bytes(Array.Size)}};
  return F;
}

void run(CheckContext &Context) {
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind == LayoutTrait::StraddlingField && T.Fields.size() == 2)
      Context.report(describeField(T));
    if (T.Kind == LayoutTrait::StraddlingElements && T.Fields.size() == 1)
      Context.report(describeElements(T));
  }
}

} // namespace

extern constinit const Check LayoutCacheline = {
    .Name = "layout-cacheline",
    .Title = "a lock, an atomic or a scalar that stands on two cache lines in every object",
    .Doc = R"(## What it does
Reports what straddles the end of a 64-byte cache line for sure, in records and arrays that are
aligned to lines on purpose:
- a lock, an atomic or a scalar, in a record aligned to 64 or more, where another place in the
  record's order puts it on one line without making the record larger, by Clang's own layout;
- the elements of an array that is declared with an alignment of 64 or more, where an element is
  larger than half a line and smaller than a line.

## Why
What stands on two lines takes two misses, and a lock or an atomic that does moves two lines
between processors. An atomic operation that crosses a line locks the whole bus on x86. Who aligns
to a line means to avoid just that.

## Example
```cpp
class [[clang::capability("mutex")]] Mutex {
  long Words[5];
};
struct alignas(64) Queue {
  long Capacity[4];
  Mutex Lock; // want "'Lock' of 40 bytes straddles two cache lines in every 'Queue'; before 'Capacity' it stands on one, and the size stays 128"
  int Jobs[14];
};
```

## Use instead
```cpp
class [[clang::capability("mutex")]] Mutex {
  long Words[5];
};
struct alignas(64) Queue {
  Mutex Lock;
  long Capacity[4];
  int Jobs[14];
};
```

## When it stays silent
When an object may begin anywhere in a line: then no order keeps its members on one. When the
member would straddle, or another would, wherever it stood, or the record would grow. For members
that are records, strings or containers: their parts are used one at a time. For bit-fields, unions
and instances of templates.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
