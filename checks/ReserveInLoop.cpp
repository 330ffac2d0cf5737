#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/WasteFinding.h"
#include "checks/Wording.h"

#include <algorithm>

#include <map>
#include <utility>
#include <vector>

namespace memlint {
namespace {

/// Whether reserve() of this class makes a block of exactly the size asked for; others round up, as
/// the strings and hash tables of libstdc++ do.
bool reservesExactly(std::string_view Listed, const std::string &Class, bool Libcxx) {
  if (Libcxx && Class.starts_with("std::") && Class != "std::vector")
    return true; // basic_string, unordered_map and the others
  for (std::size_t Begin = 0; Begin <= Listed.size();) {
    std::size_t End = std::min(Listed.find(' ', Begin), Listed.size());
    if (Listed.substr(Begin, End - Begin) == Class)
      return true;
    Begin = End + 1;
  }
  return false;
}

Finding describeLoop(const WasteFact &W) {
  Finding F = findingOf(W, {{"loop", "in each iteration of this loop"}, {"grows", "grows here"}});
  F.Message = quoted(W.Subject) + " is reserved to " + quoted(W.Words[0]) +
              " in each iteration of a loop: each call allocates exactly that much and moves all "
              "elements, so that growth takes quadratic time";
  F.Steps.push_back({{}, "leave the call out, or reserve once before the loop"});
  F.Props.emplace_back("argument", W.Words[0]);
  return F;
}

using Function = std::pair<std::string, std::string>; // USR and which of its containers

Finding describeCalls(const WasteFact &W, const std::vector<const WasteFact *> &Calls) {
  Finding F = findingOf(W, {{"grows", "grows here"}});
  F.Message = quoted(W.Subject) + " is reserved to " + quoted(W.Words[3]) + " in each call of " +
              quoted(W.Function) +
              ", which runs in a loop: growth then takes quadratic time; insert the range, or "
              "reserve twice the capacity where that is more";
  constexpr std::size_t MostCalls = 3;
  for (std::size_t I = 0; I < std::min(Calls.size(), MostCalls); ++I)
    F.Steps.push_back({Calls[I]->Where, "called in a loop here, of " + quoted(Calls[I]->Function)});
  F.Props.emplace_back("argument", W.Words[3]);
  return F;
}

void runLoop(CheckContext &Context, const WasteFact &W) {
  if (!reservesExactly(Context.text(W.Where.File, "exact"), W.Words[1], !W.Words[2].empty()))
    Context.silent("the container's reserve() is not known to be exact");
  else if (W.Number && *W.Number < Context.number(W.Where.File, "min-iterations"))
    Context.silent("few iterations");
  else
    Context.report(describeLoop(W));
}

void runCalls(CheckContext &Context, const WasteFact &W,
              const std::map<Function, std::vector<const WasteFact *>> &Calls) {
  auto Known = Calls.find({W.Words[1], W.Words[2]});
  if (!reservesExactly(Context.text(W.Where.File, "exact"), W.Words[4], !W.Words[5].empty()))
    Context.silent("the container's reserve() is not known to be exact");
  else if (Known != Calls.end())
    Context.report(describeCalls(W, Known->second), Severity::Note);
  else
    Context.silent("not known to be called in a loop");
}

void run(CheckContext &Context) {
  std::map<Function, std::vector<const WasteFact *>> Calls;
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::ReserveAcrossCalls && W.Words[0] == "calls")
      Calls[{W.Words[1], W.Words[2]}].push_back(&W);
  for (const WasteFact &W : Context.program().Wastes)
    if (W.Kind == WasteKind::ReserveInLoop)
      runLoop(Context, W);
    else if (W.Kind == WasteKind::ReserveAcrossCalls && W.Words[0] == "reserves")
      runCalls(Context, W, Calls);
}

constexpr OptionSpec Options[] = {
    {"exact", OptionKind::Text,
     "std::vector QList QVector boost::container::vector folly::fbvector eastl::vector",
     "classes and templates whose reserve() allocates no more than it is asked for"},
    {"min-iterations", OptionKind::Number, "5",
     "the fewest iterations to speak of, where the number is a constant"},
};

} // namespace

extern constinit const Check ReserveInLoop = {
    .Name = "reserve-in-loop",
    .Title = "a reserve of a little more than there is, in each iteration of a loop",
    .Doc = R"(## What it does
Reports `v.reserve(v.size() + n)` in a loop in which `v` lives on, and a `reserve` to a total that
each iteration adds to. As a note it also reports a function that does so with a parameter or member
that outlives the call, where some unit calls the function in a loop with the same object.

## Why
`reserve` allocates exactly what it is asked for. Asked for a little more each time, a vector makes a
new block and moves every element into it each time: 10000 iterations that add 2 elements take 10000
allocations and 400 MB instead of 16 allocations and 256 KB. Without the call, growth is geometric.

## Example
```cpp
#include <vector>
void join(const std::vector<std::vector<int>> &Rows, std::vector<int> &Out) {
  for (const std::vector<int> &Row : Rows) {
    Out.reserve(Out.size() + Row.size()); // want-warning "'Out' is reserved to 'Out.size\(\) \+ Row.size\(\)' in each iteration of a loop"
    for (int N : Row)
      Out.push_back(N);
  }
}
```

## Use instead
```cpp
#include <vector>
void join(const std::vector<std::vector<int>> &Rows, std::vector<int> &Out) {
  for (const std::vector<int> &Row : Rows)
    Out.insert(Out.end(), Row.begin(), Row.end());
}
```

## When it stays silent
When the argument scales: a product, a maximum, an added term that is itself multiplied in the loop
or grows. When the call stands under a condition that asks the container, a flag or an equality. When
the container is made, emptied, assigned or handed out in the loop, or the loop is left after the
call. When `reserve` of the container is not known to be exact: the strings and hash tables of
libstdc++ round up. Across calls, when no call in a loop is known.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 407,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
