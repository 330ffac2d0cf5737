#include "analysis/link/Program.h"
#include "analysis/solve/FlowWalk.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <set>
#include <string>

namespace memlint {
namespace {

std::string objectOf(const std::string &Owner) {
  return Owner == "this" ? "the object" : "what " + quoted(Owner) + " owns";
}

std::string messageOf(const OwnerRing &R) {
  const std::string Keeps = R.ByClosure ? "the closure in " + quoted(R.Field) : quoted(R.Field);
  if (!R.Other)
    return Keeps + " keeps the object alive that holds it" +
           (R.Owner == "this" ? "" : ", which " + quoted(R.Owner) + " owns");
  return Keeps + " closes a ring: " + objectOf(R.Owner) + " and " + objectOf(R.Owned) +
         " keep each other alive";
}

Finding describe(const Program &P, const OwnerRing &R) {
  const ir::Function &F = P.Functions[R.Function];
  auto PlaceOf = [&](OpPlace At) { return spanOf(F, opAt(F, At).Where); };
  Finding Found;
  Found.Where = PlaceOf(R.Closing);
  Found.Subject = F.Symbols[0].Name + ": " + R.Field;
  Found.Message = messageOf(R);
  if (R.Other)
    Found.Steps.push_back({PlaceOf(*R.Other), quoted(R.OtherField) + " of " + objectOf(R.Owned) +
                                                  " takes " + objectOf(R.Owner) + " here"});
  Found.Steps.push_back({Found.Where, quoted(R.Field) + " of " + objectOf(R.Owner) + " takes " +
                                          objectOf(R.Owned) +
                                          " here; a 'std::weak_ptr' would not keep it alive"});
  Found.Props = {{"family", std::string("shared")},
                 {"acquire", R.Field},
                 {"exit", std::string("ring")},
                 {"grade", std::string("path")}};
  return Found;
}

void run(CheckContext &Context) {
  const OwnerRings &Rings = Context.solved().ownerRings();
  std::set<Span> Said; // of the instances of a template one speaks for all
  for (const OwnerRing &R : Rings.All) {
    Finding Found = describe(Context.program(), R);
    if (Found.Where && Said.insert(Found.Where).second)
      Context.report(std::move(Found));
  }
  for (std::size_t I = 0; I < Rings.Opened; ++I)
    Context.silent("something may open the ring");
}

} // namespace

extern constinit const Check ResourceCycle = {
    .Name = "resource-cycle",
    .Title = "shared owners keep each other alive",
    .Doc = R"(## What it does
Reports a function that closes a ring of shared owners: two objects that a `std::shared_ptr` in each
keeps alive by the other, an object that owns itself, and a closure that is kept in the object that
it has captured an owner of. Types that could own each other are no ring; the stores have to stand in
one function, on one path. What setters and constructors store is not followed, and neither are rings
of three.

## Why
The count of owners never comes down to zero, and nothing of the ring is ever destroyed.

## Example
```cpp
#include <memory>

struct Node {
  std::shared_ptr<Node> Next, Before;
};

void link() {
  auto First = std::make_shared<Node>(), Second = std::make_shared<Node>();
  First->Next = Second;
  Second->Before = First; // want "'Before' closes a ring: what 'Second' owns and what 'First' owns keep each other alive"
}
```

## Use instead
```cpp
#include <memory>

struct Node {
  std::shared_ptr<Node> Next;
  std::weak_ptr<Node> Before;
};

void link() {
  auto First = std::make_shared<Node>(), Second = std::make_shared<Node>();
  First->Next = Second;
  Second->Before = First;
}
```

## When it stays silent
When the function, or a closure of it, may take the owner away again. Where others have the objects
too (they came as parameters or from a container, or are returned or stored elsewhere), when anything
in the program may take away or replace what such a field holds: by `reset`, `clear`, `pop`, by
another value. For closures with a `std::weak_ptr`, a plain pointer or a reference.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 401,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
