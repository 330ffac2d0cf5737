#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/EscapeSubjects.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <optional>

namespace memlint {
namespace {

constexpr OptionSpec Options[] = {
    {"noescape", OptionKind::Flag, "false",
     "also speak of pointers that go nowhere, which are very many"},
};

/// An attribute that the summary proves, and what it says of the parameter.
struct Proven {
  std::string Attribute, Deed;
};

bool isPlainDeref(const SlotStep &S) { return S.Kind == ir::StepKind::Deref; }

bool isFieldOf(const SlotStep &S) { return S.Kind == ir::StepKind::Field && S.Name != "own"; }

/// A parameter, its type and what the function does with it.
class Parameter {
public:
  Parameter(const ir::Function &F, const Summary &Does, std::uint32_t Variable)
      : F(F), Does(Does), Var(F.Variables[Variable]), Type(F.Types[Var.Type]),
        Index(F.Variables[0].Kind == ir::VariableKind::This ? Variable : Variable + 1) {}

  const ir::Variable &variable() const { return Var; }
  bool hasAttribute() const {
    return std::any_of(F.Symbols[0].Attributes.begin(), F.Symbols[0].Attributes.end(),
                       [this](const ir::Attribute &A) { return A.Param == Index; });
  }
  std::optional<Proven> proven(bool NoEscape) const {
    for (const Effect &E : Does.Effects)
      if (std::optional<Proven> Of = provenBy(E))
        return Of;
    if (NoEscape && Type.Flags & ir::PointerType && staysBack())
      return Proven{"[[clang::noescape]]", "goes nowhere"};
    return std::nullopt;
  }

private:
  bool isOwn(const Slot &S) const { return S.Kind == SlotKind::Argument && S.Index == Index; }

  std::optional<Proven> provenBy(const Effect &E) const {
    if (E.Kind != EffectKind::Copy || E.Sure != Lane::Known || !isOwn(E.From))
      return std::nullopt;
    if (E.To.Kind == SlotKind::Result && E.To.Steps.empty() && resultPoints() && refersTo(E.From))
      return Proven{"[[clang::lifetimebound]]", "flows to the result"};
    // A raw pointer may hand over what it points to.
    const bool Lent = Type.Flags & (ir::ReferenceType | ir::GslPointer);
    if (!Lent || !E.From.Steps.empty() || E.To.Kind != SlotKind::Argument || isOwn(E.To) ||
        E.To.Steps.empty() || !isPlainDeref(E.To.Steps[0]))
      return std::nullopt;
    if (E.To.Index == 0)
      return F.Symbols[0].Flags & ir::Constructor
                 ? Proven{"[[clang::lifetimebound]]", "flows into the object"}
                 : Proven{"[[clang::lifetime_capture_by(this)]]", "goes into the object"};
    const std::string &Other =
        F.Variables[F.Variables[0].Kind == ir::VariableKind::This ? E.To.Index : E.To.Index - 1]
            .Name;
    if (Other.empty())
      return std::nullopt;
    return Proven{"[[clang::lifetime_capture_by(" + Other + ")]]",
                  "goes into parameter " + quoted(Other)};
  }

  bool resultPoints() const {
    return F.ResultType &&
           F.Types[F.ResultType - 1].Flags & (ir::PointerType | ir::ReferenceType | ir::GslPointer);
  }

  /// Whether the value ends with what the parameter is or refers to: a pointer, a part of the
  /// object, or what an owner holds.
  bool refersTo(const Slot &From) const {
    if (!(Type.Flags & (ir::PointerType | ir::ReferenceType | ir::GslPointer)))
      return false;
    if (From.Steps.empty())
      return true;
    if (!isPlainDeref(From.Steps[0]))
      return false;
    if (From.Address)
      return std::all_of(From.Steps.begin() + 1, From.Steps.end(), isFieldOf);
    const bool OfOwner = Type.Element && F.Types[Type.Element - 1].Flags & ir::GslOwner;
    return OfOwner && From.Steps.size() == 2 && From.Steps[1].Kind == ir::StepKind::Field &&
           From.Steps[1].Name == "own";
  }

  /// Whether neither it nor a part of what it points to goes anywhere, or is ended.
  bool staysBack() const {
    return std::none_of(Does.Effects.begin(), Does.Effects.end(), [this](const Effect &E) {
      if (!isOwn(E.From) || E.Kind == EffectKind::Invoke)
        return false;
      const bool Below = !E.From.Steps.empty() && E.From.Steps.back().Kind == ir::StepKind::Below;
      return E.From.Steps.empty() || E.From.Address || Below;
    });
  }

  const ir::Function &F;
  const Summary &Does;
  const ir::Variable &Var;
  const ir::Type &Type;
  std::uint32_t Index;
};

/// What the attribute could promise of one body alone, in C++.
bool mayBeAnnotated(const ir::Function &F) {
  const ir::Symbol &Self = F.Symbols[0];
  constexpr std::uint32_t Others = ir::VirtualMethod | ir::Implicit | ir::Destructor;
  constexpr std::uint32_t Forms =
      ir::GlobalInit | ir::LambdaBody | ir::TemplateCode | ir::MainFunction | ir::LeftAlone;
  return !(Self.Flags & Others) && !(F.Flags & Forms) && !F.Variables.empty() &&
         Self.Usr.find('#') != std::string::npos; // which only functions with C++'s linkage have
}

/// Whether its callers see the definition, so that an attribute there is enough.
bool isSeenByCallers(const ir::Function &F, const std::string &Path) {
  const std::string_view Ending =
      std::string_view(Path).substr(std::min(Path.rfind('.'), Path.size()));
  return F.Symbols[0].Flags & ir::InternalLinkage || Ending.starts_with(".h");
}

Finding describe(const ir::Function &F, const ir::Variable &V, const Proven &By,
                 const std::string &Path) {
  Finding Said;
  Said.Where = spanOf(F, V.Where);
  Said.Subject = F.Symbols[0].Name + ": " + V.Name;
  Said.Message = "parameter " + quoted(V.Name) + " " + By.Deed + ": add " + By.Attribute;
  Said.Props = {{"function", F.Symbols[0].Name}, {"attribute", By.Attribute}};
  if (isSeenByCallers(F, Path))
    Said.Fixes.push_back(
        {"add " + By.Attribute, {{Said.Where, V.Name, V.Name + " " + By.Attribute}}, {}});
  return Said;
}

void run(CheckContext &Context) {
  const Summaries &Known = Context.solved().summaries();
  for (const ir::Function &F : Context.program().Functions) {
    const Summary *Does = mayBeAnnotated(F) ? Known.find(F.Symbols[0].Usr) : nullptr;
    if (!Does)
      continue;
    for (std::uint32_t I = 0; I < F.Variables.size(); ++I) {
      const ir::Variable &V = F.Variables[I];
      if (V.Kind != ir::VariableKind::Parameter || V.Name.empty() || V.Where.Line == 0)
        continue;
      const Parameter P(F, *Does, I);
      if (P.hasAttribute())
        continue;
      const auto By = P.proven(Context.flag(F.Where.File, "noescape"));
      if (By && !Does->Known)
        Context.silent("parts of the function are not known");
      else if (By)
        Context.report(describe(F, V, *By, Context.program().path(F.Where.File)));
    }
  }
}

} // namespace

extern constinit const Check EscapeAnnotate = {
    .Name = "escape-annotate",
    .Title = "an attribute could say where a parameter goes",
    .Doc = R"(## What it does
Suggests `[[clang::lifetimebound]]` for parameters that flow to the result or into the object that a
constructor makes, `[[clang::lifetime_capture_by]]` for those that go into an object or another
parameter, and on request `[[clang::noescape]]` for pointers that go nowhere, where the bodies of the
function and of all that it calls prove it.

## Why
Clang warns of what dangles where such attributes say what a function does, in units that do not see
its body.

## Example
```cpp
struct Point { int X, Y; };
static const Point &higher(const Point &A, // want "parameter 'A' flows to the result: add \[\[clang::lifetimebound\]\]"
                           const Point &B) { // want "parameter 'B' flows to the result: add \[\[clang::lifetimebound\]\]"
  return A.Y > B.Y ? A : B;
}
int top(const Point &A, const Point &B) { return higher(A, B).Y; }
```

## Use instead
```cpp
struct Point { int X, Y; };
static const Point &higher(const Point &A [[clang::lifetimebound]],
                           const Point &B [[clang::lifetimebound]]) {
  return A.Y > B.Y ? A : B;
}
int top(const Point &A, const Point &B) { return higher(A, B).Y; }
```

## When it stays silent
About virtual functions, templates and lambdas, in C, and where a part of what happens is not known.
About raw pointers that are stored: they may hand over what they point to. It has a fix where the
callers see the definition; else the attribute belongs to the declaration.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
    .ReadsBodies = true,
};

} // namespace memlint
