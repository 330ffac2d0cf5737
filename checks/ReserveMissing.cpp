#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/GrowthModel.h"
#include "checks/RunChecks.h"

#include <algorithm>
#include <map>

namespace memlint {
namespace {

/// Stands for a number that only the run knows.
constexpr std::uint64_t SampleCount = 1000;

std::uint64_t countOf(const GrowthFact &G) { return G.CountNumber.value_or(SampleCount); }

GrowthCost costWith(const GrowthFact &G, StandardLibrary Library) {
  return costOfGrowing(Library, G.Kind, G.InlineCapacity, countOf(G), G.ElementSize);
}

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

std::string_view certaintyName(Certainty C) {
  switch (C) {
  case Certainty::High:
    return "high";
  case Certainty::Medium:
    return "medium";
  case Certainty::Low:
    return "low";
  }
  return {};
}

std::string_view libraryName(StandardLibrary Library) {
  switch (Library) {
  case StandardLibrary::Libstdcxx:
    return "libstdc++";
  case StandardLibrary::Libcxx:
    return "libc++";
  case StandardLibrary::Msvc:
    return "MSVC";
  }
  return {};
}

std::string elementMoves(std::uint64_t Count, Relocation R) {
  return std::to_string(Count) + " element " + (R == Relocation::Copy ? "copies" : "moves");
}

std::string allocations(std::uint64_t Count) {
  return std::to_string(Count) + (Count == 1 ? " allocation" : " allocations");
}

/// The vectors of libstdc++ and libc++ grow alike; the other way of growing is told beside.
std::string worthOfVector(const GrowthFact &G, const GrowthCost &Own) {
  bool Msvc = G.Library == StandardLibrary::Msvc;
  GrowthCost Other = costWith(G, Msvc ? StandardLibrary::Libstdcxx : StandardLibrary::Msvc);
  constexpr std::string_view Doubling = "libstdc++ and libc++", Half = "MSVC";
  return allocations(Own.Allocations) + " and " + elementMoves(Own.Moves, G.Moves) + " (" +
         std::to_string(Own.Moves * G.ElementSize) + " bytes) become 1 and 0 with " +
         std::string(Msvc ? Half : Doubling) + ", " + std::to_string(Other.Allocations) + " and " +
         std::to_string(Other.Moves) + " with " + std::string(Msvc ? Doubling : Half);
}

std::string worth(const GrowthFact &G) {
  GrowthCost Own = costWith(G, G.Library);
  std::string Text = "for " + std::to_string(countOf(G)) + " elements, ";
  std::string With = " with " + std::string(libraryName(G.Library));
  switch (G.Kind) {
  case ContainerKind::Vector:
    Text += worthOfVector(G, Own);
    break;
  case ContainerKind::String:
    Text += allocations(Own.Allocations) + " and " + std::to_string(Own.Moves * G.ElementSize) +
            " copied bytes become 1 and 0" + With;
    break;
  case ContainerKind::Hash:
    Text += std::to_string(Own.Allocations) + " bucket arrays and " + std::to_string(Own.Moves) +
            " elements linked anew become 1 and 0" + With;
    break;
  }
  if (G.Moves == Relocation::Copy && G.Kind == ContainerKind::Vector)
    Text +=
        "; elements are copied because the move constructor of '" + G.ElementType + "' may throw";
  return Text;
}

/// `'src.size()'` or `100`.
std::string quoted(const GrowthFact &G) {
  bool Plain = !G.Trips.empty() && G.Trips.find_first_not_of("0123456789") == std::string::npos;
  return Plain ? G.Trips : "'" + G.Trips + "'";
}

std::string message(const GrowthFact &G) {
  std::string Start = "'" + G.Container + "' grows ", Most = G.Exact ? "" : "at most ";
  std::string Each = G.PerTrip == 1 ? "one element" : std::to_string(G.PerTrip) + " elements";
  switch (G.Shape) {
  case GrowthShape::Loop:
    return Start + "by " + Most + Each + " in each iteration of a loop that runs " + Most +
           quoted(G) + " times; reserve once before it";
  case GrowthShape::Nest:
    return Start + "one by one in nested loops that add " + Most + quoted(G) +
           " elements together; reserve once before them";
  case GrowthShape::Sequence:
    return Start + "one by one in statements that follow each other and add " + Most + quoted(G) +
           " elements together; reserve once before the first";
  case GrowthShape::Algorithm:
    return Start + "one by one in an algorithm that adds " + Most + quoted(G) +
           " elements; reserve once before it";
  }
  return {};
}

Finding describe(const GrowthFact &G) {
  Finding F;
  F.Where = G.Loop;
  F.Subject = G.Function + ": " + G.Container;
  F.Message = message(G);
  F.Steps.push_back({G.Declared, "'" + G.Container + "' " +
                                     (G.StartsEmpty ? "starts empty here" : "is declared here")});
  for (const Span &Growth : G.Growths)
    F.Steps.push_back({Growth, "grows here"});
  F.Steps.push_back({{},
                     "write before the " +
                         std::string(G.Shape == GrowthShape::Algorithm ? "call" : "loop") + ": " +
                         G.Container + ".reserve(" + G.Count + ");"});
  if (G.StartsEmpty)
    F.Steps.push_back({{}, worth(G)});
  F.Props = {{"container", G.Container},
             {"count", G.Count},
             {"exact", G.Exact},
             {"elementSize", G.ElementSize},
             {"relocation", std::string(relocationName(G.Moves))},
             {"confidence", std::string(certaintyName(G.Confidence))}};
  if (G.StartsEmpty) { // from an unknown capacity on nobody knows
    auto Reserved = costOfReserved(G.InlineCapacity, countOf(G));
    F.Props.emplace_back("allocationsAvoided",
                         costWith(G, G.Library).Allocations - Reserved.Allocations);
    F.Props.emplace_back("elementsAssumed", countOf(G));
  }
  for (const ProposedFix &Fix : G.Fixes)
    F.Fixes.push_back({Fix.Description, Fix.Edits, {}});
  return F;
}

/// Why a growth is passed over; null where it is told.
const char *reasonForSilence(const CheckContext &Context, const GrowthFact &G) {
  if (!G.Exact && !Context.flag(G.Loop.File, "upper-bounds"))
    return "the number is only an upper bound";
  if (!G.CountNumber)
    return nullptr;
  if (G.Kind == ContainerKind::Vector && *G.CountNumber < Context.number(G.Loop.File, "min-count"))
    return "too few elements to matter";
  if (*G.CountNumber <= G.InlineCapacity)
    return "the elements need no allocation";
  constexpr std::uint64_t FirstBuckets = 13; // one array either way
  if (G.Kind == ContainerKind::Hash && *G.CountNumber <= FirstBuckets)
    return "too few elements to matter";
  return nullptr;
}

/// One finding for each loop and container. Instances of a template may differ between units: what
/// they do not agree in is not written into the source.
void run(CheckContext &Context) {
  std::map<std::pair<Span, std::string>, std::vector<const GrowthFact *>> Places;
  for (const GrowthFact &G : Context.program().Growths)
    if (const char *Why = reasonForSilence(Context, G))
      Context.silent(Why);
    else
      Places[{G.Loop, G.Container}].push_back(&G);
  for (const auto &[Place, Same] : Places) {
    GrowthFact Said = *Same.front();
    if (std::any_of(Same.begin(), Same.end(), [&](const GrowthFact *G) {
          return G->Count != Said.Count || G->Fixes != Said.Fixes;
        }))
      Said.Fixes.clear();
    Context.report(describe(Said), Said.Kind == ContainerKind::String
                                       ? std::optional(Severity::Note)
                                       : std::nullopt);
  }
}

constexpr OptionSpec Options[] = {
    {"min-count", OptionKind::Number, "5",
     "the fewest elements of a vector to speak of, where the number is a constant"},
    {"upper-bounds", OptionKind::Flag, "false",
     "whether to speak of loops that may add fewer elements, too; they have no fix"},
};

} // namespace

extern constinit const Check ReserveMissing = {
    .Name = "reserve-missing",
    .Title = "a container that grows one by one in a loop whose length is known",
    .Doc = R"(## What it does
Reports a container that is made longer one by one, where the number of elements is known before the
first: in a loop or nested loops, in loops that follow each other, or in an algorithm with an
inserter. A container is any class with `reserve`, `size` and a call that adds an element: those of
the standard library, Qt, Abseil, Boost, LLVM and one's own. It must be a local variable, or a
member of the object in its own constructor. Strings are told of at note level.

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
When the number is only an upper bound (but see `upper-bounds`): the loop may end early, skips an
iteration, grows under a condition, or adds keys that may repeat. When the number may change before
the loop ends, has a side effect, or cannot be read safely before the loop. When the container has
been reserved, sized, swapped or given to a function before, is used otherwise in the loop, or can
be reached by another name. When it is a member outside its constructor, a parameter or static: reserving in a function
that is called again and again defeats geometric growth. Inside macros and coroutines, and where the
number is a constant too small to matter.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
