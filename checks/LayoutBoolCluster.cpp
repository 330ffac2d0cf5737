#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <map>

namespace memlint {
namespace {

/// The places where one of a record's bools must have an address, by the record's USR.
using AddressUses = std::map<std::string, std::vector<const FieldUseFact *>>;

AddressUses addressUses(const Program &P) {
  AddressUses Uses;
  for (const FieldUseFact &Use : P.FieldUses)
    if (Use.Use != FieldUse::Written)
      Uses[Use.Record].push_back(&Use);
  return Uses;
}

Finding describe(const LayoutTraitFact &T, const std::vector<const FieldUseFact *> &Uses) {
  Finding F = findingOf(T);
  F.Message = quoted(T.Name) + " holds " + std::to_string(T.Fields.size()) +
              " bools; as bit-fields of width 1" + (T.Words.empty() ? "" : ", side by side,") +
              " they make it " + bytes(T.Smaller) + " instead of " + std::to_string(T.Size);
  for (const TraitFieldFact &Field : T.Fields)
    F.Steps.push_back({Field.Where, "bool " + Field.Name + " : 1;"});
  for (const FieldUseFact *Use : Uses)
    F.Steps.push_back(
        {Use->Where, "a bit-field cannot be used so: this needs the " +
                         std::string(Use->Use == FieldUse::Offset ? "offset" : "address") + " of " +
                         quoted(Use->Field)});
  return F;
}

/// What the record's own file says of it, every unit that knows the record has read: only this may
/// silence, or one unit would say what the whole program does not.
bool isUsedBesideRecord(const LayoutTraitFact &T, const std::vector<const FieldUseFact *> &Uses) {
  return std::any_of(Uses.begin(), Uses.end(),
                     [&](const FieldUseFact *Use) { return Use->Where.File == T.Where.File; });
}

void run(CheckContext &Context) {
  AddressUses AllUses = addressUses(Context.program());
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind != LayoutTrait::Bools)
      continue;
    const auto &Uses = AllUses[T.Record];
    if (isUsedBesideRecord(T, Uses))
      Context.silent("the address of a bool is used");
    else if (T.Smaller >= T.Reordered)
      Context.silent("another order does as much");
    else if (T.Size - T.Smaller < Context.number(T.Where.File, "min-saved-bytes"))
      Context.silent("few bytes saved");
    else
      Context.report(describe(T, Uses));
  }
}

constexpr OptionSpec Options[] = {
    {"min-saved-bytes", OptionKind::Number, "4", "the fewest bytes to speak of"},
};

} // namespace

extern constinit const Check LayoutBoolCluster = {
    .Name = "layout-bool-cluster",
    .Title = "bools that would fit into one byte as bit-fields, in a record that then shrinks",
    .Doc = R"(## What it does
Reports a record with four bools or more that is smaller, by Clang's own layout, with the bools as
bit-fields of width 1.

## Why
A bool takes a byte for one bit. Eight of them as bit-fields take one. Reading one then takes a
shift or a mask, and writing one a read: worth it where there are many objects.

## Example
```cpp
struct Style { // want "'Style' holds 5 bools; as bit-fields of width 1 they make it 8 bytes instead of 12"
  int Size;
  bool Bold, Italic, Underlined, Struck, Hidden;
};
```

## Use instead
```cpp
struct Style {
  int Size;
  bool Bold : 1, Italic : 1, Underlined : 1, Struck : 1, Hidden : 1;
};
```

## When it stays silent
When the record shrinks by fewer than `min-saved-bytes`, or another order of its members does as
much. When the address of one of the bools is taken, a reference bound to one or its offset asked
for in the file that defines the record: bit-fields have no address. Where another file does so, the
finding names the place. When one is `volatile` or has an attribute, or has an initializer in a
language before C++20. When the record has an atomic or a lock: bit-fields side by side are one
memory location, which two threads must not write to at once. For packed records, unions and
instances of templates.
)",
    .DefaultSeverity = Severity::Note,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
