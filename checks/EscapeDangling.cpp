#include "analysis/solve/Dangling.h"
#include "checks/Check.h"
#include "checks/EscapeWording.h"
#include "checks/LocalForms.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <map>
#include <optional>

namespace memlint {
namespace {

const ir::Variable &variableOf(const ir::Function &F, const Dangling &D) {
  return F.Variables[D.Variable];
}

/// What ends, as the message names it: `'n'`, `a temporary 'T'`.
std::string nameOf(const ir::Function &F, const Dangling &D) {
  const ir::Variable &V = variableOf(F, D);
  if (V.Kind != ir::VariableKind::Temporary)
    return quoted(V.Name);
  return "a temporary " + quoted(F.Types[V.Type].Name);
}

std::string sinkWords(const ir::Function &F, const EscapeSink &S) {
  switch (S.Where.Kind) {
  case SlotKind::Result:
    return S.Where.Steps.empty() ? "returned" : "returned within the result";
  case SlotKind::Global:
    return "stored in global " + quoted(S.Text);
  case SlotKind::Thread:
    return "used by another thread that may go on";
  case SlotKind::Thrown:
    return "thrown";
  default:
    break;
  }
  const bool Object = S.Where.Index == 0;
  return "stored in " + quoted(S.Text) +
         (!Object                    ? " of the caller"
          : F.Flags & ir::LambdaBody ? " that the lambda captured"
                                     : " of the object");
}

/// The last thing that the function itself does for it.
Span placeOf(const ir::Function &F, const Dangling &D) {
  Span Where = spanOf(F, variableOf(F, D).Where);
  for (const FlowStep &S : D.Sink.Path)
    if (S.Usr == F.Symbols[0].Usr && S.Where)
      Where = S.Where;
  return Where;
}

Finding describe(const Program &P, const Dangling &D) {
  const ir::Function &F = P.Functions[D.Function];
  const std::vector<FlowStep> &Path = D.Sink.Path;
  const ir::Variable &V = variableOf(F, D);
  const ir::Type &T = F.Types[V.Type];
  Finding Found;
  Found.Where = placeOf(F, D);
  Found.Subject = F.Symbols[0].Name + ": " +
                  (V.Kind == ir::VariableKind::Temporary ? T.Name : V.Name) + " in " + D.Sink.Text;
  Found.Message = "address of " + std::string(D.Owned ? "memory of " : "") + nameOf(F, D) +
                  " outlives it: " + (D.Captured && !D.Owned ? "captured by reference, " : "") +
                  sinkWords(F, D.Sink);
  const std::vector<Step> Steps = stepsOf(Path);
  Found.Steps = Steps;
  if (V.Kind != ir::VariableKind::Temporary)
    Found.Steps.push_back({spanOf(F, V.Where), quoted(V.Name) + " ends with " +
                                                   quoted(F.Symbols[0].Name) + " at the latest"});
  Found.StepsAreFlow = true;
  Found.Props = {{"verdict", std::string("dangling")},
                 {"type", T.Name},
                 {"sink", sinkText(D.Sink)},
                 {"path", pathProperty(Steps, P.Files)}};
  if (T.Size)
    Found.Props.insert(Found.Props.begin() + 2, {"bytes", T.Size});
  if (D.Captured && !D.Owned)
    Found.Fixes = formsAt(P, spanOf(F, V.Where)); // a capture of a copy, where that is the same
  return Found;
}

/// A function of several units, and the instances of a template, have one place; a claim must hold
/// in each.
void run(CheckContext &Context) {
  const Program &P = Context.program();
  std::map<Span, std::size_t> Bodies;
  for (const ir::Function &F : P.Functions)
    ++Bodies[F.Where];
  struct Group {
    std::size_t Count = 0, Last = 0;
    const Dangling *First = nullptr;
  };
  std::map<std::tuple<Span, ir::Place, bool>, Group> Groups;
  const std::vector<Dangling> All = danglingOf(Context.solved());
  for (const Dangling &D : All) {
    const ir::Function &F = P.Functions[D.Function];
    Group &G = Groups[{F.Where, variableOf(F, D).Where, D.Owned}];
    G.Count += !G.First || G.Last != D.Function;
    G.Last = D.Function;
    if (!G.First)
      G.First = &D;
  }
  for (const auto &[Key, G] : Groups)
    if (G.Count == Bodies[std::get<Span>(Key)])
      Context.report(describe(P, *G.First));
    else
      Context.silent("not in each instance or unit");
}

} // namespace

extern constinit const Check EscapeDangling = {
    .Name = "escape-dangling",
    .Title = "the address of something that ends reaches a place that outlives it",
    .Doc = R"(## What it does
Reports an address of a local variable, of a parameter passed by value, of a temporary, or of memory
that one of these owns, which is still held in a place that outlives the function when it ends: its
result, a global, a field, an object of the caller, a stored closure, a thread that nobody waits for.
Views, iterators and references count as addresses. The way may lead through functions of other units.

`--fix` makes a closure hold a copy instead of a reference, of a number or a string that never changes.

## Why
Whoever uses the address then reads or writes memory that is something else by now.

## Example
```cpp
#include <functional>
#include <string>
#include <string_view>
std::function<int()> Callback;
void listen(int Start) {
  Callback = [&Start] { return ++Start; }; // want "address of 'Start' outlives it: captured by reference, stored in global 'Callback'"
}
std::string_view name(int Number) {
  std::string Text = std::to_string(Number);
  return Text; // want "address of memory of 'Text' outlives it: returned"
}
```

## Use instead
```cpp
#include <functional>
#include <string>
std::function<int()> Callback;
void listen(int Start) {
  Callback = [Start]() mutable { return ++Start; };
}
std::string name(int Number) {
  std::string Text = std::to_string(Number);
  return Text;
}
```

## When it stays silent
When the place is reset or restored before the function ends, or code that memlint does not see runs
after the address was stored: it may do so. When the owner is moved away, a thread is joined, or the
function never returns, as `main` does not. When the address is only handed to code that memlint
does not see. In coroutines, whose locals live on.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 562,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
