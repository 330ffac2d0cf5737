#include "analysis/link/Program.h"
#include "analysis/solve/FlowWalk.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <set>
#include <string>

namespace memlint {
namespace {

std::string messageOf(const ForgottenListener &L) {
  const std::string What = L.InClosure ? "a closure with 'this'" : "'this'";
  const std::string Class = quoted(shortName(L.Class)), Undoing = quoted(L.Undoing + "()");
  return quoted(L.Method + "()") + " keeps " + What + ", and " +
         (L.HasDestructor ? "the destructor of " + Class + " does not call " + Undoing
                          : Class + " has no destructor to call " + Undoing);
}

Finding describe(const Program &P, const ForgottenListener &L) {
  const ir::Function &F = P.Functions[L.Function];
  Finding Found;
  Found.Where = spanOf(F, opAt(F, L.At).Where);
  Found.Subject = L.Class + ": " + L.Method;
  Found.Message = messageOf(L);
  if (L.Elsewhere) {
    const ir::Function &Other = P.Functions[*L.Elsewhere];
    Found.Steps.push_back(
        {Other.Where, quoted(shortName(Other.Symbols[0].Name) + "()") +
                          " does it, and nothing calls that when the object ends"});
  }
  Found.Props = {{"family", std::string("listener")},
                 {"acquire", L.Method},
                 {"class", L.Class},
                 {"exit", std::string("not-undone")},
                 {"grade", std::string("path")}};
  return Found;
}

void run(CheckContext &Context) {
  std::set<Span> Said; // of the instances of a template one speaks for all
  for (const ForgottenListener &L : Context.solved().forgottenListeners()) {
    Finding Found = describe(Context.program(), L);
    if (Found.Where && Said.insert(Found.Where).second)
      Context.report(std::move(Found));
  }
}

} // namespace

extern constinit const Check ResourceListener = {
    .Name = "resource-listener",
    .Title = "an object hands itself to what outlives it, and its destructor does not take it back",
    .Doc = R"(## What it does
Reports a class that calls a method such as `subscribe`, `addListener` or `connect` with `this`, or
with a closure that has captured it, on an object that it only refers to. The method keeps it, its
class has the opposite, `unsubscribe`, `removeListener`, `disconnect`, and nothing that the class's
destructor runs calls that. Functions of other names, and those whose bodies are not seen, a `.memlint`
adds: `undone-by` in a model.

## Why
When the object is gone, the other one still calls it.

## Example
```cpp
#include <functional>
#include <map>
#include <utility>

class Bus {
public:
  int subscribe(std::function<void(int)> Call) {
    Calls[++Last] = std::move(Call);
    return Last;
  }
  void unsubscribe(int Token) { Calls.erase(Token); }

private:
  std::map<int, std::function<void(int)>> Calls;
  int Last = 0;
};

class Counter {
public:
  explicit Counter(Bus &To) {
    To.subscribe([this](int By) { Count += By; }); // want "'Bus::subscribe\(\)' keeps a closure with 'this'"
  }
  int Count = 0;
};

int count(Bus &From) {
  Counter Here(From);
  return Here.Count;
}
```

## Use instead
```cpp
#include <functional>
#include <map>
#include <utility>

class Bus {
public:
  int subscribe(std::function<void(int)> Call) {
    Calls[++Last] = std::move(Call);
    return Last;
  }
  void unsubscribe(int Token) { Calls.erase(Token); }

private:
  std::map<int, std::function<void(int)>> Calls;
  int Last = 0;
};

class Counter {
public:
  explicit Counter(Bus &To) : From(To), Token(To.subscribe([this](int By) { Count += By; })) {}
  Counter(const Counter &) = delete;
  ~Counter() { From.unsubscribe(Token); }
  int Count = 0;

private:
  Bus &From;
  int Token;
};

int count(Bus &From) {
  Counter Here(From);
  return Here.Count;
}
```

## When it stays silent
When the other object is a member or a local variable, or the class has made it. When what the method
returns is an object, which may undo it. When a destructor is not seen, or the method's body, or when a
destructor calls another method of the other object. When the method that registers takes it back as
well, or one that ends in `delete this`, or when other code takes back objects of the program by their
addresses. When no object of the class ends before the program does (what ends with `main` does not),
or only where the other object ends, too: beside it in a function, or in one object with it.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 416,
    .Options = {},
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
