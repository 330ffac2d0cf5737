#include "analysis/link/Program.h"
#include "analysis/solve/AllocationWays.h"
#include "checks/Check.h"
#include "checks/EscapeWording.h"
#include "checks/GlobList.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <set>

namespace memlint {
namespace {

constexpr OptionSpec Options[] = {
    {"functions", OptionKind::Text, "",
     "qualified names of more functions that must not allocate, separated by commas; a `*` stands "
     "for any characters"},
};

const std::string &nameOf(const ir::Function &F) { return F.Symbols[0].Name; }

std::string siteText(const AllocationStep &S) {
  const ir::Type &T = S.In->Types[S.Site->Type];
  if (S.Site->Form == ir::SiteForm::New)
    return "new " + T.Name;
  return "new " + T.Name + (S.Site->Count ? "[" + std::to_string(S.Site->Count) + "]" : "[...]");
}

/// `makes 'new P'`, `calls 'grow'`.
std::string deed(const AllocationStep &S) {
  return S.Site ? "makes " + quoted(siteText(S)) : "calls " + quoted(S.Callee->Name);
}

std::string message(const ir::Function &F, const AllocationWay &Way) {
  const AllocationStep &Last = Way.back();
  std::string Text = quoted(nameOf(F)) + " must not allocate and " + deed(Way.front());
  if (Way.size() == 1 && Last.Site)
    return Text;
  Text += Last.Maybe ? ", which may allocate" : ", which allocates";
  return Way.size() == 1 ? Text : Text + ": " + quoted(nameOf(*Last.In)) + " " + deed(Last);
}

std::vector<Step> notes(const AllocationWay &Way) {
  std::vector<Step> Steps;
  Steps.reserve(Way.size());
  for (const AllocationStep &S : Way)
    Steps.push_back(
        {spanOf(*S.In, S.Op->Where), quoted(nameOf(*S.In)) + " " + deed(S) +
                                         (S.Runs ? ", which runs " + quoted(S.Runs->Name) : "")});
  return Steps;
}

Finding describe(const ir::Function &F, const AllocationWay &Way,
                 const std::vector<std::string> &Files) {
  Finding Said;
  Said.Where = spanOf(F, Way.front().Op->Where);
  Said.Subject = nameOf(F) + ": " + deed(Way.front());
  Said.Message = message(F, Way);
  std::vector<Step> All = notes(Way);
  Said.Props = {
      {"function", nameOf(F)}, {"sure", !Way.back().Maybe}, {"path", pathProperty(All, Files)}};
  if (All.size() > 1)
    Said.Steps = std::move(All);
  Said.StepsAreFlow = !Said.Steps.empty();
  return Said;
}

/// The functions that must not allocate, by their attribute or by the option of their file.
std::set<std::string_view> promised(const CheckContext &Context) {
  std::set<std::string_view> Usrs;
  for (const ir::Function &F : Context.program().Functions) {
    const ir::Symbol &Self = F.Symbols[0];
    if (!(F.Flags & (ir::GlobalInit | ir::LeftAlone)) && Context.enabledIn(F.Where.File) &&
        (Self.Flags & ir::AllocatesNever ||
         listFits(Context.text(F.Where.File, "functions"), Self.Name)))
      Usrs.insert(Self.Usr);
  }
  return Usrs;
}

void run(CheckContext &Context) {
  const std::set<std::string_view> Promised = promised(Context);
  if (Promised.empty())
    return;
  const std::vector<ir::Function> &All = Context.program().Functions;
  const AllocationWays Ways(All, Context.solved().summaries(),
                            [&](const ir::Symbol &S) { return Promised.contains(S.Usr); });
  for (const ir::Function &F : All) {
    if (!Promised.contains(F.Symbols[0].Usr))
      continue;
    for (std::size_t Calls = Ways.unknownCalls(F); Calls != 0; --Calls)
      Context.silent("nobody knows what a call runs");
    for (const AllocationWay &Way : Ways.from(F))
      Context.report(describe(F, Way, Context.program().Files));
  }
}

} // namespace

extern constinit const Check EscapeNoAlloc = {
    .Name = "escape-no-alloc",
    .Title = "a function that must not allocate reaches an allocation",
    .Doc = R"(## What it does
Reports each operation of a function marked `[[clang::nonallocating]]` or `[[clang::nonblocking]]`, or
named by the option, that allocates or leads to an allocation, with the way through functions and
units to it.

## Why
Code of audio, of interrupts or of a hot path must not wait for the allocator. Clang checks such
functions within one unit and asks for the attribute on all that they call; here the bodies of the
other units speak for themselves.

## Example
```cpp
#include <vector>
static std::vector<int> Log;
static void note(int X) { Log.push_back(X); }
void render(int X) [[clang::nonallocating]] {
  note(X); // want "'render' must not allocate and calls 'note', which may allocate: 'note' calls 'std::vector::push_back'"
}
```

## Use instead
```cpp
#include <array>
static std::array<int, 64> Log;
static unsigned Next;
static void note(int X) { Log[Next++ % Log.size()] = X; }
void render(int X) [[clang::nonallocating]] { note(X); }
```

## When it stays silent
About functions of which nobody knows what they do, about virtual functions without a known body, and
about calls through pointers. About what a function that makes the same promise does: it has findings
of its own. On the way to an exception or to an end of the program. Giving memory back is no
allocation.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
