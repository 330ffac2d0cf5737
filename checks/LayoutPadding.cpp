#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"

#include <algorithm>
#include <span>

namespace memlint {
namespace {

constexpr std::uint64_t CacheLine = 64; // bytes; x86-64, most of AArch64

std::uint64_t cacheLines(std::uint64_t Size) { return (Size + CacheLine - 1) / CacheLine; }

/// What one object of `Size` bytes takes of glibc's heap: 8 bytes of header, a multiple of 16, at
/// least 32 (glibc malloc.c, request2size and MINSIZE on 64 bits).
std::uint64_t mallocChunk(std::uint64_t Size) {
  return std::max<std::uint64_t>(32, (Size + 8 + 15) / 16 * 16);
}

std::uint64_t savedBytes(const RecordFact &R) { return R.Size - R.Smaller->Size; }

bool isWorthSaying(const CheckContext &Context, const RecordFact &R) {
  if (!R.Smaller)
    return false;
  FileId File = R.Where.File;
  std::uint64_t Saved = savedBytes(R), Percent = Context.number(File, "min-saved-percent");
  if (Saved >= Context.number(File, "min-saved-bytes") && Saved * 100 >= Percent * R.Size)
    return true;
  // One line less is much for a record of two lines, and nothing for one of a hundred.
  std::uint64_t Lines = cacheLines(R.Size), SavedLines = Lines - cacheLines(R.Smaller->Size);
  return Context.flag(File, "fewer-cache-lines") && SavedLines != 0 &&
         SavedLines * 100 >= Percent * Lines;
}

std::string fieldName(const FieldFact &F) { return F.Name.empty() ? "(unnamed)" : F.Name; }

std::string quoted(const std::string &Text) { return "'" + Text + "'"; }

std::string bytes(std::uint64_t Count) {
  return std::to_string(Count) + (Count == 1 ? " byte" : " bytes");
}

std::vector<std::string> namesInOrder(const RecordFact &R) {
  std::vector<std::string> Names;
  Names.reserve(R.Smaller->Order.size());
  for (std::uint32_t I : R.Smaller->Order)
    Names.push_back(fieldName(R.Fields[I]));
  return Names;
}

std::string joined(const std::vector<std::string> &Words) {
  std::string Text;
  for (const std::string &Word : Words)
    Text += (Text.empty() ? "" : ", ") + Word;
  return Text;
}

/// One step for each hole between fields and for the one at the end.
void addHoles(const RecordFact &R, std::vector<Step> &Steps) {
  for (std::size_t I = 0; I < R.Fields.size(); ++I) {
    const FieldFact &F = R.Fields[I];
    bool Last = I + 1 == R.Fields.size();
    std::uint64_t End = F.Offset + F.Size, Next = Last ? R.Size : R.Fields[I + 1].Offset;
    if (Next > End)
      Steps.push_back({F.Where, bytes(Next - End) + " of padding after " + quoted(fieldName(F)) +
                                    (Last ? ", at the end" : "")});
  }
}

std::string worth(const RecordFact &R) {
  std::uint64_t Before = R.Size, After = R.Smaller->Size;
  std::string Text = "1000 of them take " + std::to_string(Before * 1000) + " bytes now and " +
                     std::to_string(After * 1000) + " then";
  if (cacheLines(After) < cacheLines(Before))
    Text += "; one touches " + std::to_string(cacheLines(Before)) + " cache lines now and " +
            std::to_string(cacheLines(After)) + " then";
  if (mallocChunk(Before) == mallocChunk(After))
    Text += "; one allocated singly takes " + bytes(mallocChunk(Before)) +
            " of glibc's heap either way";
  return Text;
}

Properties properties(const RecordFact &R) {
  const SmallerOrder &S = *R.Smaller;
  return {{"size", R.Size},
          {"optimalSize", S.Size},
          {"alignment", R.Alignment},
          {"savedBytes", savedBytes(R)},
          {"savedPercent", savedBytes(R) * 100 / R.Size},
          {"movedFields", std::uint64_t(S.Moved)},
          {"order", namesInOrder(R)},
          {"cacheLinesBefore", cacheLines(R.Size)},
          {"cacheLinesAfter", cacheLines(S.Size)},
          {"mallocChunkBefore", mallocChunk(R.Size)},
          {"mallocChunkAfter", mallocChunk(S.Size)}};
}

std::string otherLayout(const RecordFact &R) {
  std::string Text = "in a unit with other flags it is " + bytes(R.Size);
  if (R.Smaller)
    return Text + ", and " + std::to_string(R.Smaller->Size) + " in the order " +
           joined(namesInOrder(R));
  return Text + ", and no order is known to be smaller";
}

/// `Variants`: the record as the units lay it out; more than one where their flags differ.
Finding describe(const RecordFact &R, std::span<const RecordFact> Variants) {
  Finding F;
  F.Where = R.Where;
  F.Subject = R.Name;
  F.Message = (R.Kind == RecordKind::Class ? "class " : "struct ") + quoted(R.Name) + " is " +
              bytes(R.Size) + ", " + std::to_string(R.Smaller->Size) + " are enough (moving " +
              std::to_string(R.Smaller->Moved) + (R.Smaller->Moved == 1 ? " field" : " fields") +
              " saves " + std::to_string(savedBytes(R)) + ", " +
              std::to_string(savedBytes(R) * 100 / R.Size) + " %)";
  addHoles(R, F.Steps);
  F.Steps.push_back({{},
                     bytes(R.Smaller->Size) +
                         " in this order, by Clang's own layout: " + joined(namesInOrder(R))});
  F.Steps.push_back({{}, worth(R)});
  if (R.RunsInOrder)
    F.Steps.push_back({{},
                       "fields are constructed and destroyed in their order: see that none needs "
                       "one that would come later"});
  for (const RecordFact &Other : Variants)
    if (Other.Size != R.Size || Other.Smaller != R.Smaller)
      F.Steps.push_back({{}, otherLayout(Other)});
  F.Props = properties(R);
  return F;
}

void run(CheckContext &Context) {
  const auto &Records = Context.program().Records;
  for (auto First = Records.begin(); First != Records.end();) {
    auto Last = std::find_if(First, Records.end(),
                             [&](const RecordFact &R) { return R.Where != First->Where; });
    const RecordFact *Best = nullptr;
    for (auto R = First; R != Last; ++R)
      if (isWorthSaying(Context, *R) && (!Best || savedBytes(*R) > savedBytes(*Best)))
        Best = &*R;
    if (Best)
      Context.report(describe(*Best, {First, Last}));
    else if (First->Smaller)
      Context.silent("below the thresholds");
    else if (!First->NotReordered.empty())
      Context.silent(First->NotReordered);
    First = Last;
  }
}

constexpr OptionSpec Options[] = {
    {"min-saved-bytes", OptionKind::Number, "8", "the fewest bytes an object must shrink by"},
    {"min-saved-percent", OptionKind::Number, "10",
     "the least share of its size it must shrink by"},
    {"fewer-cache-lines", OptionKind::Flag, "true",
     "speak also when not the bytes but the cache lines, of 64 bytes, fall by that share"},
    {"targets", OptionKind::Text, "",
     "triples of other targets, with commas between them, to tell the sizes on as well"},
};

} // namespace

extern constinit const Check LayoutPadding = {
    .Name = "layout-padding",
    .Title = "a record that another order of its fields would make smaller",
    .Doc = R"(## What it does
Reports a struct or class that has padding which another order of the same fields would remove. The
size it names is the least that any order reaches, the order the one that moves the fewest fields,
and Clang's own layout of that order was asked for before anything is said.

## Why
Padding is memory that is allocated, copied and loaded into the cache, and never used. In an array,
a vector or a map every element pays for it.

## Example
```cpp
struct Node { // want "struct 'Node' is 24 bytes, 16 are enough"
  bool Active;
  Node *Next;
  int Value;
};
```

## Use instead
```cpp
struct Node {
  Node *Next;
  int Value;
  bool Active;
};
```

## When it stays silent
Unions; records with bit-fields, a flexible array member, a virtual base or a
`[[no_unique_address]]` member, or with an initializer that uses another field; packed records, `#pragma pack` and records aligned as a whole, where
the layout is meant; records written by a macro; instances of templates; system headers; and records
of which fewer bytes would be saved than the options ask for. An order that other code relies on (a
file format, a protocol, an initializer without names) is not known to this check: suppress it
there with `// memlint: ignore[layout-padding] wire format`.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
