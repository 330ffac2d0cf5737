#include "checks/Check.h"
#include "checks/EscapeSubjects.h"
#include "checks/OwnerMemberUses.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <map>

namespace memlint {
namespace {

/// Bytes of an object that may as well be a local variable.
constexpr std::uint64_t MaxLocal = 1024;

constexpr const char *Enough = " is never shared: std::unique_ptr is enough";

Properties properties(const std::string &Type, std::uint64_t Size) {
  return {{"verdict", std::string("unshared")}, {"type", Type}, {"bytes", Size}};
}

using VerdictsAt =
    std::map<std::tuple<FileId, std::uint32_t, std::uint32_t>, std::vector<const Verdict *>>;

VerdictsAt allocationsOf(Solution &Solved) {
  VerdictsAt All;
  for (const EscapeSubject &S : escapeSubjects(Solved))
    if (!S.Local)
      All[{S.Where.File, S.Where.Line, S.Where.Column}] = S.Verdicts;
  return All;
}

/// Whether the call runs code that no unit of the program can show: a library's, or whatever
/// overrides a virtual function.
bool isNeverSeen(const ir::Function &F, const std::string &Usr) {
  for (std::uint32_t I = 0; I < F.Symbols.size(); ++I) {
    const ir::Symbol &S = F.Symbols[I];
    if (S.Usr != Usr)
      continue;
    if (S.Flags & ir::InSystemHeader)
      return true;
    auto IsExact = [I](const ir::Op &Op) {
      return Op.Callee == I + 1 && Op.Detail & ir::ExactReceiver;
    };
    return S.Flags & ir::VirtualMethod && !(S.Flags & (ir::FinalMethod | ir::InternalLinkage)) &&
           std::none_of(F.Blocks.begin(), F.Blocks.end(), [&](const ir::Block &B) {
             return std::any_of(B.Ops.begin(), B.Ops.end(), IsExact);
           });
  }
  return false;
}

/// Whether the object escapes, or may in code that no unit shows.
bool cannotStay(const Solution &Solved, const Verdict &V) {
  if (V.Result == EscapeResult::Escapes || V.Result == EscapeResult::OutlivesTurn)
    return true;
  const ir::Function &F = functionOf(Solved, V);
  return std::any_of(V.Sinks.begin(), V.Sinks.end(), [&](const EscapeSink &S) {
    const auto Step =
        std::find_if(S.Path.begin(), S.Path.end(), [](const FlowStep &At) { return At.Assumed; });
    return Step != S.Path.end() && Step->Usr == F.Symbols[0].Usr && isNeverSeen(F, Step->CalleeUsr);
  });
}

/// Whether the object can live in a variable, or another unit might show that it can: then that is
/// the better advice.
bool mayBeLocal(const LoneOwnerFact &Owner, const Solution &Solved, const VerdictsAt &Known) {
  if (!Owner.OneObject || Owner.Size == 0 || Owner.Size > MaxLocal)
    return false;
  const Span &Made = Owner.Made.front();
  const auto At = Known.find({Made.File, Made.Line, Made.Column});
  return At != Known.end() &&
         std::none_of(At->second.begin(), At->second.end(),
                      [&](const Verdict *V) { return cannotStay(Solved, *V); });
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
    const VerdictsAt Known = allocationsOf(Context.solved());
    for (const LoneOwnerFact &Owner : Context.program().LoneOwners)
      if (mayBeLocal(Owner, Context.solved(), Known))
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
