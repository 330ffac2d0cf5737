#include "checks/Check.h"
#include "checks/EscapeSubjects.h"
#include "checks/EscapeWording.h"
#include "checks/LocalForms.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <map>

namespace memlint {
namespace {

constexpr OptionSpec Options[] = {
    {"max-bytes", OptionKind::Number, "1024", "an object or array of more bytes stays on the heap"},
    {"max-frame-bytes", OptionKind::Number, "8192",
     "a function whose candidates have more bytes together keeps them all on the heap"},
};

/// Whether the effect lets the object of a method outlive it, or a part of the object.
bool givesThisAway(const Effect &E) {
  if (E.From.Kind != SlotKind::Argument || E.From.Index != 0)
    return false;
  const auto Derefs =
      std::count_if(E.From.Steps.begin(), E.From.Steps.end(),
                    [](const SlotStep &S) { return S.Kind == ir::StepKind::Deref; });
  return E.From.Address ? Derefs <= 1 : E.From.Steps.empty();
}

bool keepsThis(const Summary *S) {
  return !S || !S->Known || std::any_of(S->Effects.begin(), S->Effects.end(), givesThisAway);
}

/// Whether a file is compiled by itself, by the end of its name: no other unit has what is in it.
bool isUnit(std::string_view Path) {
  static constexpr std::string_view Ends[] = {".cpp", ".cc",  ".cxx",  ".c++",
                                              ".C",   ".CPP", ".cppm", ".ixx"};
  return std::any_of(std::begin(Ends), std::end(Ends),
                     [Path](std::string_view End) { return Path.ends_with(End); });
}

class StackCheck {
public:
  explicit StackCheck(CheckContext &Context)
      : Context(Context), Solved(Context.solved()), Calls(Solved.summaries()) {}

  void run() {
    const std::vector<EscapeSubject> Subjects = escapeSubjects(Solved);
    for (const EscapeSubject &S : Subjects)
      for (const Verdict *V : S.Verdicts)
        if (reasonAgainst(S, *V).empty())
          FrameBytes[V->Function] += V->Stack.Bytes;
    for (const EscapeSubject &S : Subjects)
      judge(S);
  }

private:
  void judge(const EscapeSubject &S) {
    if (S.Local)
      return;
    for (const Verdict *V : S.Verdicts) {
      std::string_view Reason = reasonAgainst(S, *V);
      if (Reason.empty() &&
          FrameBytes[V->Function] > Context.number(S.Where.File, "max-frame-bytes"))
        Reason = "the frame would be too large";
      if (Reason.empty())
        continue;
      if (Reason != "it escapes")
        Context.silent(Reason);
      return;
    }
    Context.report(describe(S));
  }

  std::string_view reasonAgainst(const EscapeSubject &S, const Verdict &V) const {
    if (V.Stack.Form == StackForm::None)
      return V.Stack.Why.empty() ? "it escapes" : V.Stack.Why;
    const ir::Function &F = functionOf(Solved, V);
    if (V.Stack.Bytes > Context.number(S.Where.File, "max-bytes"))
      return "it is too large";
    const Summary *Self = Calls.find(F.Symbols[0].Usr);
    if (!Self || Self->Recursive)
      return "the function calls itself";
    if (F.Flags & ir::TemplateCode && !isUnit(Solved.program().path(F.Where.File)))
      return "a template that units not seen may have, too";
    return staysQuiet(F, V) ? "" : "its class may keep its address";
  }

  /// What a constructor of a vector's elements and what a destructor of the object do.
  bool staysQuiet(const ir::Function &F, const Verdict &V) const {
    if (!V.Stack.Type)
      return true;
    const ir::Type &T = F.Types[V.Stack.Type - 1];
    const std::vector<const Summary *> Made = Calls.constructors(T);
    if (V.Stack.Form == StackForm::Vector && std::any_of(Made.begin(), Made.end(), keepsThis))
      return false;
    if (!T.Destructor || T.Flags & ir::TrivialDestructor)
      return true;
    const ir::Symbol &Ends = F.Symbols[T.Destructor - 1];
    if (const Summary *S = Calls.of(Ends, 0))
      return !keepsThis(S);
    return Ends.Flags & ir::Implicit && partsStayQuiet(Ends);
  }

  /// Those of the members, where no unit has a body of the whole.
  bool partsStayQuiet(const ir::Symbol &Destructor) const {
    return std::all_of(
        Destructor.Attributes.begin(), Destructor.Attributes.end(), [&](const ir::Attribute &A) {
          return A.Kind != ir::AttributeKind::Calls || !keepsThis(Calls.find(A.Word));
        });
  }

  Finding describe(const EscapeSubject &S) const;
  std::vector<Step> steps(const Verdict &V) const;

  CheckContext &Context;
  Solution &Solved;
  const Summaries &Calls;
  std::map<std::size_t, std::uint64_t> FrameBytes; // of each function
};

/// A lambda is named by the function around it.
std::string functionText(const ir::Function &F) {
  std::string Name = F.Symbols[0].Name;
  constexpr std::string_view Call = "::operator()";
  if (F.Flags & ir::LambdaBody && Name.ends_with(Call))
    Name.resize(Name.size() - Call.size());
  return quoted(Name);
}

std::string typeText(const ir::Function &F, const StackFit &Fit) {
  return Fit.Type ? F.Types[Fit.Type - 1].Name : "";
}

std::string madeText(const ir::Function &F, const Verdict &V) {
  if (V.Stack.Form == StackForm::Object && !V.Site)
    return V.Callee + "<" + typeText(F, V.Stack) + ">";
  return V.Stack.Form == StackForm::Bytes ? V.Callee : subjectText(F, V);
}

std::string lengthText(const StackFit &Fit) { return std::to_string(Fit.Count); }

/// Of all verdicts, which may differ in the type or the length.
std::string message(const ir::Function &F, const Verdict &V, bool Alike) {
  const StackFit &Fit = V.Stack;
  const std::string Type = typeText(F, Fit), Size = " (" + bytes(Fit.Bytes) + ")",
                    Stays = " does not escape " + functionText(F) + "; ";
  const bool Array = Fit.Form == StackForm::Array || Fit.Form == StackForm::Vector;
  if (!Alike)
    return quoted(Array && !Fit.Owner.empty() ? Fit.Owner
                  : V.Site                    ? "new"
                                              : V.Callee) +
           Stays + (Array ? "it can be a std::array" : "what it makes can be a local variable");
  if (Array && !Fit.Owner.empty())
    return quoted(Fit.Owner) + " holds " + lengthText(Fit) + " " + quoted(Type) +
           " for its whole life; " + quoted("std::array<" + Type + ", " + lengthText(Fit) + ">") +
           Size + " needs no heap";
  const std::string Made = quoted(madeText(F, V)) + Stays;
  if (Array)
    return Made + quoted(Type + "[" + lengthText(Fit) + "]") + Size + " can be a local array";
  if (Type.empty())
    return Made + "its " + bytes(Fit.Bytes) + " can be a local variable";
  return Made + quoted(Fit.Count > 1 ? Type + "[" + lengthText(Fit) + "]" : Type) + Size +
         " can be a local variable";
}

std::vector<Step> StackCheck::steps(const Verdict &V) const {
  const ir::Function &F = functionOf(Solved, V);
  std::vector<Step> Steps;
  Steps.reserve(V.Ends.size());
  for (const ObjectEnd &E : V.Ends) {
    const ir::Op &Op = opAt(F, E.At);
    const std::string Callee = Op.Callee ? F.Symbols[Op.Callee - 1].Name : "";
    const bool Implicit = Op.Kind == ir::OpKind::Call && Op.Detail & ir::ImplicitCall;
    Steps.push_back({spanOf(F, E.Where), Op.Kind == ir::OpKind::Delete
                                             ? "deleted here, before it can leave"
                                         : Implicit && !V.Stack.Owner.empty()
                                             ? quoted(V.Stack.Owner) + " ends here, and it with it"
                                         : Implicit ? "it ends here"
                                                    : quoted(Callee) + " ends it here"});
  }
  std::sort(Steps.begin(), Steps.end(),
            [](const Step &A, const Step &B) { return A.Where < B.Where; });
  return Steps;
}

Finding StackCheck::describe(const EscapeSubject &S) const {
  const Verdict &V = S.first();
  const ir::Function &F = functionOf(Solved, V);
  const bool Alike = std::all_of(S.Verdicts.begin(), S.Verdicts.end(), [&](const Verdict *Other) {
    return typeText(functionOf(Solved, *Other), Other->Stack) == typeText(F, V.Stack) &&
           Other->Stack.Count == V.Stack.Count && Other->Stack.Bytes == V.Stack.Bytes;
  });
  Finding Found;
  Found.Where = S.Where;
  Found.Subject = F.Symbols[0].Name + ": " + V.Stack.Owner + " " +
                  (Alike    ? madeText(F, V)
                   : V.Site ? std::string("new")
                            : V.Callee);
  Found.Message = message(F, V, Alike);
  Found.Steps = steps(V);
  Found.Props = {{"verdict", std::string("stays")}};
  if (Alike && V.Stack.Type)
    Found.Props.emplace_back("type", typeText(F, V.Stack));
  if (Alike)
    Found.Props.emplace_back("bytes", V.Stack.Bytes);
  if (Alike && V.Stack.Count)
    Found.Props.emplace_back("count", V.Stack.Count);
  Found.Fixes = formsAt(Solved.program(), S.Where);
  return Found;
}

void run(CheckContext &Context) { StackCheck(Context).run(); }

} // namespace

extern constinit const Check EscapeStack = {
    .Name = "escape-stack",
    .Title = "a heap allocation never leaves its function",
    .Doc = R"(## What it does
Reports an object that `new`, `make_unique`, `make_shared`, `malloc` or `calloc` makes and that ends in the
function that made it, when nothing outside of the function can come to hold its address: what it is
passed to was seen, in this unit or another, and keeps nothing. The same for arrays of constant
length: `new T[8]`, `make_unique<T[]>(8)`, and a `std::vector` that keeps the length it was made with
and is only asked for its elements.

`--fix` writes a smart pointer as a variable of the object's type, and such a vector as a `std::array`,
where all that names it can be written so. Other `new`, and `malloc`, are left to the reader.

## Why
A local variable costs nothing to make and to end, and lies in memory that is already in the cache. An
allocation costs some tens of nanoseconds, twice, and may fail. Where the optimiser sees the object's
whole life it may remove the allocation itself: `--codegen` says of which it does.

## Example
```cpp
#include <memory>
struct Point { int X = 0, Y = 0; };
static int sum(const Point &P) { return P.X + P.Y; }
int area(int Width) {
  auto P = std::make_unique<Point>(); // want "'std::make_unique<Point>' does not escape 'area'; 'Point' \(8 bytes\) can be a local variable"
  P->X = Width;
  return sum(*P);
}
```

## Use instead
```cpp
struct Point { int X = 0, Y = 0; };
static int sum(const Point &P) { return P.X + P.Y; }
int area(int Width) {
  Point P;
  P.X = Width;
  return sum(P);
}
```

## When it stays silent
When code that was not seen gets the address, by any way, or a class's constructor or destructor was not
seen. When the object is made under a condition, made again, tested for null, or ended on some paths only;
when its destructor does something before the end of the scope. When the type has its own `operator
new`, is over-aligned, or the owner has a deleter or an allocator of its own; when the owner is of a base
class. When the length is not constant. In a header's
templates, of which other units may have other instances. In functions that call themselves, coroutines, and those that call
`setjmp`. When the object is too large, or all of a function together.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
