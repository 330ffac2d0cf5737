#include "checks/Check.h"
#include "checks/EscapeSubjects.h"
#include "checks/OwnerMemberUses.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <map>

namespace memlint {
namespace {

/// Bytes of an object that may as well be a local variable.
constexpr std::uint64_t MaxLocal = 1024;

constexpr const char *Enough = " is never shared: std::unique_ptr is enough";

Properties properties(const std::string &Type, std::uint64_t Size) {
  return {{"verdict", std::string("unshared")}, {"type", Type}, {"bytes", Size}};
}

/// The result for the object that is made at a place of the source.
using ResultAt = std::map<std::tuple<FileId, std::uint32_t, std::uint32_t>, EscapeResult>;

ResultAt resultsOf(Solution &Solved) {
  ResultAt Results;
  for (const EscapeSubject &S : escapeSubjects(Solved))
    for (const Verdict *V : S.Verdicts)
      if (!S.Local)
        Results.try_emplace({S.Where.File, S.Where.Line, S.Where.Column}, V->Result);
  return Results;
}

/// Whether the object can live in a variable, or another unit might show that it can: then that is
/// the better advice.
bool mayBeLocal(const LoneOwnerFact &Owner, const ResultAt &Results) {
  if (!Owner.OneObject || Owner.Size == 0 || Owner.Size > MaxLocal)
    return false;
  const Span &Made = Owner.Made.front();
  const auto Known = Results.find({Made.File, Made.Line, Made.Column});
  return Known != Results.end() && Known->second != EscapeResult::Escapes &&
         Known->second != EscapeResult::OutlivesTurn;
}

Finding describe(const LoneOwnerFact &Owner) {
  Finding F;
  F.Where = Owner.Where;
  F.Subject = Owner.Function + ": " + Owner.Name;
  F.Message = quoted(Owner.Name) + Enough;
  for (const Span &Made : Owner.Made)
    F.Steps.push_back({Made, "its object, of " + bytes(Owner.Size) + ", is made here"});
  for (const ProposedFix &Fix : Owner.Fixes)
    F.Fixes.push_back({Fix.Description, Fix.Edits, {}});
  F.Props = properties(Owner.Type, Owner.Size);
  return F;
}

Finding describe(const OwnerMemberUses &Member) {
  const OwnerMemberFact &Fact = *Member.Members.front();
  Finding F;
  F.Where = Fact.Where;
  F.Subject = Fact.Class + "::" + Fact.Member;
  F.Message = quoted(Fact.Member) + Enough;
  for (const Span &Made : Member.Made)
    F.Steps.push_back({Made, "its object, of " + bytes(Fact.Size) + ", is made here"});
  F.Props = properties(Fact.Type, Fact.Size);
  return F;
}

void run(CheckContext &Context) {
  if (!Context.program().LoneOwners.empty()) {
    const ResultAt Results = resultsOf(Context.solved());
    for (const LoneOwnerFact &Owner : Context.program().LoneOwners)
      if (mayBeLocal(Owner, Results))
        Context.silent("the object may live in a variable");
      else
        Context.report(describe(Owner));
  }
  for (const OwnerMemberUses &Member : ownerMemberUses(Context.program(), /*Shared=*/true)) {
    if (!Member.Against.empty())
      Context.silent(Member.Against);
    else if (Member.Made.empty())
      Context.silent("nothing is made for it");
    else
      Context.report(describe(Member));
  }
}

} // namespace

extern constinit const Check EscapeUnshared = {
    .Name = "escape-unshared",
    .Title = "a std::shared_ptr is the only owner from first to last",
    .Doc = R"(## What it does
Reports a local `std::shared_ptr`, or a private member of one, that is never shared: nothing copies
it, watches it with a `std::weak_ptr`, asks for its count or hands the pointer itself on. Of a member
all functions that may touch it must be in the program, and the class must not be copied.

## Why
A `std::shared_ptr` has two pointers, a count that is changed atomically, and memory beside the
object; and who reads the code must look for the other owners. `std::unique_ptr` is a pointer.

## Example
```cpp
#include <memory>
struct Table { int Rows[1000] = {}; };
int first() {
  auto Rows = std::make_shared<Table>(); // want "'Rows' is never shared: std::unique_ptr is enough"
  return Rows->Rows[0];
}
```

## Use instead
```cpp
#include <memory>
struct Table { int Rows[1000] = {}; };
int first() {
  auto Rows = std::make_unique<Table>();
  return Rows->Rows[0];
}
```

## When it stays silent
When the pointer is copied, moved, captured by value, returned, compared with another or given to any
function; a reference to its object may be. When the object is not made for it, has a deleter of its
own, derives from `std::enable_shared_from_this`, or is of a derived class that only a
`std::shared_ptr` ends as it was made. For public and protected members, for classes that can be
copied, have friends that are classes, or templates. For an object that may live in a variable:
`escape-stack` tells of these.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
