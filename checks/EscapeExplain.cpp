#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/EscapeSubjects.h"
#include "checks/EscapeWording.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

namespace memlint {
namespace {

Properties properties(const ir::Function &F, const Verdict &V, const std::vector<Step> &Steps,
                      const std::vector<std::string> &Files) {
  Properties Props = {{"verdict", verdictWord(V)}};
  if (V.Type != 0)
    Props.emplace_back("type", F.Types[V.Type - 1].Name);
  if (V.Bytes != 0)
    Props.emplace_back("bytes", V.Bytes);
  if (const EscapeSink *Sink = sinkOf(V))
    Props.emplace_back("sink", Sink->Text);
  Props.emplace_back("path", pathProperty(Steps, Files));
  return Props;
}

void run(CheckContext &Context) {
  Solution &Solved = Context.solved();
  std::vector<const Verdict *> Allocations;
  for (const Verdict &V : Solved.escapes())
    if (!V.Variable)
      Allocations.push_back(&V);
  for (const Verdict *V : saidOnce(Solved, std::move(Allocations))) {
    const ir::Function &F = functionOf(Solved, *V);
    Finding Said;
    Said.Where = spanOf(F, V->Where);
    Said.Subject = F.Symbols[0].Name + ": " + subjectText(F, *V);
    Said.Message = quoted(subjectText(F, *V)) + " " + verdictText(F, *V);
    Said.Steps = stepsOf(pathOf(*V));
    Said.StepsAreFlow = !Said.Steps.empty();
    Said.Props = properties(F, *V, Said.Steps, Context.program().Files);
    Context.report(std::move(Said));
  }
}

} // namespace

extern constinit const Check EscapeExplain = {
    .Name = "escape-explain",
    .Title = "why an allocation is on the heap",
    .Doc = R"(## What it does
Says of each allocation what becomes of it: that it stays in its function, or where it escapes to and
on which path, through functions and units. Where only code that is not seen may let it escape, the
first step into such code is named; where a loop is the reason, the loop. `memlint escapes` prints
the same.

Memory that a local string, container or smart pointer owns does not escape, though code that is not
seen gets its address meanwhile: the verdict is `lent` then. Where such code could take it from its
owner, or something else is to end it, it `may-escape`.

## Why
Whether an object can be on the stack, or must be on the heap, is decided by the longest path that
its address goes. The path shows which call or assignment to change.

## Example
```cpp
struct Point { int X, Y; };
static Point *Last;
static void keep(Point *P) { Last = P; }
void store() {
  Point *New = new Point{1, 2}; // want "'new Point' escapes to global 'Last'"
  keep(New);
}
int sum() {
  Point *P = new Point{3, 4}; // want "'new Point' does not escape 'sum'"
  int Sum = P->X + P->Y;
  delete P;
  return Sum;
}
```

## Use instead
```cpp
struct Point { int X, Y; };
int sum() {
  Point P{3, 4};
  return P.X + P.Y;
}
```

## When it stays silent
About allocations inside of library functions, of which models speak at the calls. What it says of
one unit may change when other units are known.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
    .TellsWhatIsKnown = true,
};

} // namespace memlint
