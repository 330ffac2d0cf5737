#include "analysis/ir/PlainValues.h"
#include "analysis/link/Program.h"
#include "analysis/solve/FlowWalk.h"
#include "checks/Check.h"
#include "checks/ResourceFamilies.h"
#include "checks/ResourceWording.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <set>
#include <utility>

namespace memlint {
namespace {

/// Where the global begins with it, it is meant to stay. A call has its result put into a variable
/// without a copy only where that begins.
bool isInitializer(const ir::Function &F, const FieldAcquisition &A) {
  const ir::Op &Op = opAt(F, A.Stored);
  const auto Reason = static_cast<ir::CopyReason>(Op.Detail);
  return F.Flags & ir::GlobalInit ||
         (Op.Kind == ir::OpKind::Call
              ? Op.To && plainVariable(F.Paths[Op.To - 1])
              : Reason == ir::CopyReason::Init || Reason == ir::CopyReason::Bind);
}

Finding describe(const ir::Function &F, const FieldAcquisition &A, const GlobalName &Global) {
  const std::string Name = acquiredName(F, A.Made, A.Callee), Ending = endingOf(A.Family);
  Finding Found;
  Found.Where = spanOf(F, opAt(F, A.Made).Where);
  Found.Subject = Global.Name + ": " + Name;
  Found.Message = quoted(Name) + " in the global " + quoted(Global.Name) + " is " + Ending +
                  " nowhere in the program";
  Found.Steps.push_back(
      {spanOf(F, opAt(F, A.Stored).Where), "it is put into " + quoted(Global.Name) + " here"});
  Found.Props = {{"family", A.Family},
                 {"acquire", Name},
                 {"global", Global.Name},
                 {"exit", std::string("global")}};
  return Found;
}

void run(CheckContext &Context) {
  Solution &Solved = Context.solved();
  const FieldStories &Stories = Solved.fieldStories();
  const Program &P = Context.program();
  std::set<std::pair<Span, std::string>> Said;
  for (const auto &[Cell, Story] : Stories.fields()) {
    if (!Stories.isGlobal(Cell) || Story.Acquired.empty() || !Story.Released.empty())
      continue;
    const GlobalName &Global = Stories.global(Cell);
    if (!Story.Doubt.empty() || !(Global.Internal || Solved.isWholeProgram())) {
      Context.silent(Story.Doubt.empty() ? "another unit may release it" : Story.Doubt);
      continue;
    }
    for (const FieldAcquisition &A : Story.Acquired) {
      const ir::Function &F = P.Functions[A.Function];
      if (F.Flags & ir::LeftAlone || isInitializer(F, A))
        continue;
      Finding Found = describe(F, A, Global);
      if (Found.Where && Said.insert({Found.Where, Global.Name}).second)
        Context.report(std::move(Found));
    }
  }
}

} // namespace

extern constinit const Check ResourceGlobal = {
    .Name = "resource-global",
    .Title = "a global owns something that the program releases nowhere",
    .Doc = R"(## What it does
Reports memory, a stream or another resource that functions put into a global, or into a local static
variable, and that nothing in the program ever releases.

## Why
It stays until the program ends. Leak checkers count it as still reachable; what is to run more than
once in one process, as a library that is unloaded, loses it.

## Example
```cpp
extern "C" char *strdup(const char *);

static char *Name;

void setName(const char *To) {
  if (!Name)
    Name = strdup(To); // want "'strdup\(\)' in the global 'Name' is freed nowhere in the program"
}
```

## Use instead
```cpp
extern "C" char *strdup(const char *);
extern "C" void free(void *);

static char *Name;

void setName(const char *To) {
  if (!Name)
    Name = strdup(To);
}

void end() {
  free(Name);
  Name = nullptr;
}
```

## When it stays silent
When the global is initialised with it, as singletons are that are meant to stay. When other units can
name the global, without `--whole-program`. When its value, or its address, goes where memlint cannot
follow it, or the global may hold what others own.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = false,
    .Cwe = 772,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
