#include "checks/Check.h"
#include "checks/OwnerMemberUses.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

constexpr OptionSpec Options[] = {
    {"max-bytes", OptionKind::Number, "1024", "Bytes of the largest object that a member may be."},
};

Finding describe(const OwnerMemberUses &Member) {
  const OwnerMemberFact &Fact = *Member.Members.front();
  Finding F;
  F.Where = Fact.Where;
  F.Subject = Fact.Class + "::" + Fact.Member;
  F.Message = "member " + quoted(Fact.Member) + " always owns one " + quoted(Fact.Type) + " (" +
              bytes(Fact.Size) + ") made in the constructor; it can be a plain member";
  for (const Span &Made : Member.Made)
    F.Steps.push_back({Made, "made here"});
  F.Props = {{"verdict", std::string("inline-member")}, {"type", Fact.Type}, {"bytes", Fact.Size}};
  return F;
}

void judge(CheckContext &Context, const OwnerMemberUses &Member) {
  const OwnerMemberFact &Fact = *Member.Members.front();
  if (!Member.Against.empty())
    return Context.silent(Member.Against);
  if (!Member.Always || Member.Made.empty())
    return Context.silent("not each constructor makes an object");
  if (Fact.Size == 0 || Fact.Size > Context.number(Fact.Where.File, "max-bytes"))
    return Context.silent("the object is big");
  Context.report(describe(Member));
}

void run(CheckContext &Context) {
  for (const OwnerMemberUses &Member : ownerMemberUses(Context.program(), /*Shared=*/false))
    judge(Context, Member);
}

} // namespace

extern constinit const Check EscapeInlineMember = {
    .Name = "escape-inline-member",
    .Title = "a std::unique_ptr member always owns the same one object",
    .Doc = R"(## What it does
Reports a private `std::unique_ptr` member that each constructor fills with a new object of the very
type, and that nothing empties, replaces, moves or hands out as a pointer that owns. All functions
that may touch it, in whatever units, must be in the program.

## Why
Such an object lives as long as the one that it is a member of. As a plain member it needs no
allocation of its own, and is read without another load.

## Example
```cpp
#include <memory>
struct Counters { int Hits = 0, Misses = 0; };
class Cache {
public:
  Cache() : Stats(std::make_unique<Counters>()) {}
  Cache(const Cache &) = delete;
  Cache &operator=(const Cache &) = delete;
  void hit() { ++Stats->Hits; }

private:
  std::unique_ptr<Counters> Stats; // want "member 'Stats' always owns one 'Counters' \(8 bytes\) made in the constructor; it can be a plain member"
};
int main() { Cache().hit(); }
```

## Use instead
```cpp
struct Counters { int Hits = 0, Misses = 0; };
class Cache {
public:
  Cache() = default;
  Cache(const Cache &) = delete;
  Cache &operator=(const Cache &) = delete;
  void hit() { ++Stats.Hits; }

private:
  Counters Stats;
};
int main() { Cache().hit(); }
```

## When it stays silent
When some constructor makes none, or another type. When the object is bigger than `max-bytes`, its
class is not complete where the member is declared, is only declared in that file as a way to do
without its header (pimpl), has an `operator new` of its own or needs more alignment than others.
When the class can be moved by what the compiler writes: the object would move along, and where it
was, somebody may know. When the pointer has a deleter of its own, or some function of the class has
no body in the program. For public and protected members, templates, and classes with friends that
are classes.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
