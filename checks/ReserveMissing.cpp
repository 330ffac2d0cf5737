#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"

#include <algorithm>

namespace memlint {
namespace {

/// What growing one element at a time to `N` elements costs.
struct GrowthCost {
  std::uint64_t Allocations = 0, Moves = 0;
};

using Capacity = std::uint64_t (*)(std::uint64_t);

/// The next capacity of a full vector: libstdc++ and libc++ double it, MSVC adds half
/// (`_M_check_len`, `__recommend`, `_Calculate_growth`).
std::uint64_t doubled(std::uint64_t C) { return std::max<std::uint64_t>(1, 2 * C); }
std::uint64_t halfMore(std::uint64_t C) { return std::max(C + C / 2, C + 1); }

GrowthCost costOfGrowing(std::uint64_t N, Capacity Next) {
  GrowthCost Cost;
  for (std::uint64_t C = 0; C < N;) {
    Cost.Moves += C;
    ++Cost.Allocations;
    if (C > UINT64_MAX / 2) // larger than any memory, and near where numbers wrap
      break;
    C = Next(C);
  }
  return Cost;
}

/// Stands for a number that only the run knows.
constexpr std::uint64_t SampleCount = 1000;

std::uint64_t countOf(const GrowthFact &G) { return G.CountNumber.value_or(SampleCount); }

std::string_view relocationName(Relocation R) {
  switch (R) {
  case Relocation::Trivial:
    return "trivial";
  case Relocation::Move:
    return "move";
  case Relocation::Copy:
    return "copy";
  }
  return {};
}

std::string elementMoves(std::uint64_t Count, Relocation R) {
  return std::to_string(Count) + " element " + (R == Relocation::Copy ? "copies" : "moves");
}

std::string worth(const GrowthFact &G) {
  auto Twice = costOfGrowing(countOf(G), doubled), Half = costOfGrowing(countOf(G), halfMore);
  std::string Text =
      "for " + std::to_string(countOf(G)) + " elements, " + std::to_string(Twice.Allocations) +
      " allocations and " + elementMoves(Twice.Moves, G.Moves) + " (" +
      std::to_string(Twice.Moves * G.ElementSize) +
      " bytes) become 1 and 0 with libstdc++ and libc++, " + std::to_string(Half.Allocations) +
      " and " + std::to_string(Half.Moves) + " with MSVC";
  if (G.Moves == Relocation::Copy)
    Text +=
        "; elements are copied because the move constructor of '" + G.ElementType + "' may throw";
  return Text;
}

/// `'src.size()' times` or `100 times`.
std::string howOften(const GrowthFact &G) {
  bool Plain = G.CountNumber && G.Trips == std::to_string(*G.CountNumber);
  return (Plain ? G.Trips : "'" + G.Trips + "'") + " times";
}

Finding describe(const GrowthFact &G) {
  Finding F;
  F.Where = G.Loop;
  F.Subject = G.Function + ": " + G.Container;
  F.Message = "'" + G.Container + "' grows by one element in each iteration of a loop that runs " +
              howOften(G) + "; reserve once before it";
  F.Steps.push_back({G.Declared, "'" + G.Container + "' starts empty here"});
  for (const Span &Growth : G.Growths)
    F.Steps.push_back({Growth, "grows here"});
  F.Steps.push_back({{}, "write before the loop: " + G.Container + ".reserve(" + G.Count + ");"});
  F.Steps.push_back({{}, worth(G)});
  F.Props = {{"container", G.Container},
             {"count", G.Count},
             {"exact", true},
             {"elementSize", G.ElementSize},
             {"relocation", std::string(relocationName(G.Moves))},
             {"allocationsAvoided", costOfGrowing(countOf(G), doubled).Allocations - 1},
             {"elementsAssumed", countOf(G)}};
  return F;
}

void run(CheckContext &Context) {
  for (const GrowthFact &G : Context.program().Growths) {
    if (countOf(G) < Context.number(G.Loop.File, "min-count"))
      Context.silent("too few elements to matter");
    else
      Context.report(describe(G));
  }
}

constexpr OptionSpec Options[] = {
    {"min-count", OptionKind::Number, "5",
     "the fewest elements to speak of, where the number is a constant"},
};

} // namespace

extern constinit const Check ReserveMissing = {
    .Name = "reserve-missing",
    .Title = "a vector that grows one by one in a loop whose length is known",
    .Doc = R"(## What it does
Reports a loop that adds one element to an empty local vector in each iteration, where the number
of iterations is known before the loop starts: a counted loop, or a range-for over a range that
knows its size.

## Why
A vector that is full allocates a larger block and moves every element into it. Growing to 1000
elements takes 11 allocations and 1023 moves; with one `reserve` before the loop it takes 1 and
none.

## Example
```cpp
#include <vector>
std::vector<int> squares(const std::vector<int> &Numbers) {
  std::vector<int> Result;
  for (int N : Numbers) // want "'Result' grows by one element in each iteration of a loop that runs 'Numbers.size\(\)' times"
    Result.push_back(N * N);
  return Result;
}
```

## Use instead
```cpp
#include <vector>
std::vector<int> squares(const std::vector<int> &Numbers) {
  std::vector<int> Result;
  Result.reserve(Numbers.size());
  for (int N : Numbers)
    Result.push_back(N * N);
  return Result;
}
```

## When it stays silent
When the number is only an upper bound: the loop may end early, skips an iteration, or grows under
a condition. When the bound may change while the loop runs, is computed, has a side effect or is a
call other than `size()`. When the vector does not start empty, is used between its declaration and
the loop or otherwise inside it, or is a member, a parameter or static: reserving in a function that
is called again and again defeats geometric growth. Inside macros, templates and coroutines, and
where the number is a constant too small to matter.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
