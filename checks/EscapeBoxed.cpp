#include "checks/BoxedCallable.h"
#include "checks/Check.h"
#include "checks/EscapeSubjects.h"
#include "checks/EscapeWording.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

struct BoxedFinding {
  const Verdict *V = nullptr;
  BoxedCallable Boxed;
  std::vector<WrapperUse> Uses;
};

bool isAny(const BoxedCallable &B) { return B.Wrapper == "std::any"; }

std::string message(const BoxedFinding &B) {
  const std::string What = isAny(B.Boxed)                            ? "object"
                           : B.Boxed.Object->Flags & ir::ClosureType ? "closure"
                                                                     : "function object";
  std::string Text = What + " of " + bytes(B.Boxed.Object->Size) + " is boxed on the heap (" +
                     B.Boxed.Library + " " + B.Boxed.Wrapper + " keeps " +
                     std::to_string(B.Boxed.Room);
  if (B.Boxed.OnlyTrivial)
    Text += isAny(B.Boxed) || B.Boxed.Wrapper == "std::move_only_function"
                ? ", if it moves without throwing"
                : ", if it is trivially copyable";
  Text += "); ";
  const std::string Verb = isAny(B.Boxed) ? "read" : "call";
  if (const ir::Symbol *Callee = B.Uses.front().HandedTo)
    return Text + quoted(Callee->Name) + " only " + Verb + "s it";
  return Text + "it is only " + (isAny(B.Boxed) ? "read" : "called") + " here";
}

Finding describe(const BoxedFinding &B, Solution &Solved) {
  const ir::Function &F = functionOf(Solved, *B.V);
  const ir::Symbol *Callee = B.Uses.front().HandedTo;
  Finding Found;
  Found.Where = spanOf(F, B.V->Where);
  Found.Message = message(B);
  Found.Subject = F.Symbols[0].Name + ": " + B.Boxed.Wrapper + " for " +
                  (Callee ? Callee->Name : F.Variables[B.Boxed.Variable].Name);
  for (const WrapperUse &Use : B.Uses)
    Found.Steps.push_back({spanOf(*Use.In, opAt(*Use.In, Use.At).Where),
                           Use.HandedTo     ? "handed to " + quoted(Use.HandedTo->Name)
                           : isAny(B.Boxed) ? "read here"
                                            : "called here"});
  Found.Props = {{"verdict", std::string("boxed")},
                 {"type", B.Boxed.In->Name},
                 {"bytes", B.Boxed.Object->Size},
                 {"path", pathProperty(Found.Steps, Solved.program().Files)}};
  return Found;
}

/// What holds of all verdicts of a place; the first tells it.
void judge(CheckContext &Context, const EscapeSubject &Subject) {
  Solution &Solved = Context.solved();
  std::optional<BoxedFinding> First;
  for (const Verdict *V : Subject.Verdicts) {
    const ir::Function &F = functionOf(Solved, *V);
    const std::optional<BoxedCallable> Boxed = boxedCallable(F, *V);
    if (!Boxed)
      return First ? Context.silent("some instances fit into the wrapper") : void();
    if (F.Flags & (ir::GlobalInit | ir::LeftAlone))
      return Context.silent("once, when the program starts");
    if (V->Result != EscapeResult::Stays)
      return Context.silent("the wrapper is kept, or may be");
    std::vector<WrapperUse> Uses = usesOfWrapper(F, Solved.summaries(), *V, *Boxed);
    if (Uses.empty())
      return Context.silent("the wrapper may be needed");
    if (!First)
      First = BoxedFinding{V, *Boxed, std::move(Uses)};
  }
  if (First)
    Context.report(describe(*First, Solved));
}

void run(CheckContext &Context) {
  for (const EscapeSubject &Subject : escapeSubjects(Context.solved()))
    if (!Subject.Local)
      judge(Context, Subject);
}

} // namespace

extern constinit const Check EscapeBoxed = {
    .Name = "escape-boxed",
    .Title = "a closure is put on the heap for code that only calls it",
    .Doc = R"(## What it does
Reports a closure, or another object, for which a `std::function`, `std::move_only_function` or
`std::any` has no room of its own, where the function that it is handed to only calls it, or it never
leaves the function that makes it. The room is that of the library the unit is compiled with:
libstdc++'s `std::function` keeps 16 bytes, and only of what is trivially copyable, its `std::any` 8
bytes; libc++ keeps 24.

## Why
Such an object is allocated and freed in each call. What is only called needs no owner: a template
parameter, or a reference to the closure (`std::function_ref`, `llvm::function_ref`,
`absl::FunctionRef`), costs nothing.

## Example
```cpp
#include <array>
#include <functional>
static int twice(const std::function<int()> &F) { return F() + F(); }
int sum(std::array<int, 32> Values) {
  return twice([Values] { return Values[0]; }); // want "closure of 128 bytes is boxed on the heap \(libstdc\+\+ std::function keeps 16\); 'twice' only calls it"
}
```

## Use instead
```cpp
#include <array>
template <class Function> static int twice(const Function &F) { return F() + F(); }
int sum(std::array<int, 32> Values) {
  return twice([Values] { return Values[0]; });
}
```
Where the closure ends with the call, capturing by reference (`[&]`) may make it small enough, too: up
to two captures.

## When it stays silent
When the closure fits. When somebody keeps the `std::function`: a global, a member, a container, the
caller, another thread; or when it is handed to code that is not seen, virtual, or a library's. When
it is assigned to, copied or referred to by another closure. In initializers of globals and static
variables, which run once.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
