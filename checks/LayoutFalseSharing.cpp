#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/RunChecks.h"
#include "checks/Wording.h"

#include <algorithm>
#include <map>
#include <set>

namespace memlint {
namespace {

constexpr std::uint64_t CacheLine = 64; // bytes; x86-64, most of AArch64

/// Who writes to a member: the functions, and where the first of them does.
using Writers = std::map<std::string, Span>;
/// By record and member.
using WritersOf = std::map<std::pair<std::string, std::string>, Writers>;

WritersOf allWriters(const Program &P) {
  WritersOf All;
  for (const FieldUseFact &Use : P.FieldUses)
    if (Use.Use == FieldUse::Written)
      All[{Use.Record, Use.Field}].try_emplace(Use.Function, Use.Where);
  return All;
}

/// Whether the first bytes of two members stand on one line in at least half of the places where
/// an object of this alignment may begin.
bool mostlyOnOneLine(std::uint64_t A, std::uint64_t B, std::uint64_t Alignment) {
  std::uint64_t Step = std::clamp<std::uint64_t>(Alignment, 1, CacheLine), Same = 0;
  for (std::uint64_t Start = 0; Start < CacheLine; Start += Step)
    Same += (Start + A) / CacheLine == (Start + B) / CacheLine;
  return Same * 2 >= (CacheLine + Step - 1) / Step;
}

/// The first function that writes to the one member and not to the other; null where there is none.
const Writers::value_type *writerOfOne(const Writers &One, const Writers &Other) {
  auto At = std::find_if(One.begin(), One.end(),
                         [&](const auto &Writer) { return !Other.contains(Writer.first); });
  return At == One.end() ? nullptr : &*At;
}

/// Two members and who writes to one of them alone.
struct Pair {
  const TraitFieldFact *A = nullptr, *B = nullptr;
  const Writers::value_type *OfA = nullptr, *OfB = nullptr;
};

std::vector<Pair> pairs(const LayoutTraitFact &T, const WritersOf &All) {
  std::vector<Pair> Found;
  static const Writers None;
  auto WritersOfField = [&](const TraitFieldFact &Field) -> const Writers & {
    auto At = All.find({T.Record, Field.Name});
    return At == All.end() ? None : At->second;
  };
  for (auto A = T.Fields.begin(); A != T.Fields.end(); ++A)
    for (auto B = A + 1; B != T.Fields.end(); ++B) {
      auto KindOf = [&](auto Field) { return T.Words[Field - T.Fields.begin()]; };
      if (KindOf(A) != KindOf(B) || !mostlyOnOneLine(A->Offset, B->Offset, T.Alignment))
        continue;
      const Writers &OfA = WritersOfField(*A), &OfB = WritersOfField(*B);
      Pair P{&*A, &*B, writerOfOne(OfA, OfB), writerOfOne(OfB, OfA)};
      if (P.OfA && P.OfB)
        Found.push_back(P);
    }
  return Found;
}

Finding describe(const LayoutTraitFact &T, const std::vector<Pair> &Pairs) {
  const Pair &First = Pairs.front();
  std::set<std::string> Names;
  for (const Pair &P : Pairs)
    Names.insert({P.A->Name, P.B->Name});
  Finding F = findingOf(T);
  F.Message = quoted(First.A->Name) + " and " + quoted(First.B->Name) + " of " + quoted(T.Name) +
              " may share a cache line, and different functions write to them: threads that write "
              "to one may slow down those that write to the other";
  F.Steps = {{First.A->Where,
              quoted(First.A->Name) + " stands at byte " + std::to_string(First.A->Offset)},
             {First.OfA->second, quoted(First.OfA->first) + " writes to it alone"},
             {First.B->Where,
              quoted(First.B->Name) + " stands at byte " + std::to_string(First.B->Offset)},
             {First.OfB->second, quoted(First.OfB->first) + " writes to it alone"},
             {{}, "where different threads do so often, alignas(64) on each keeps them apart"}};
  if (Names.size() > 2)
    F.Steps.push_back({{}, "the same holds among " + listed({Names.begin(), Names.end()})});
  F.Props = {{"record", T.Name},
             {"size", T.Size},
             {"fields", std::vector<std::string>(Names.begin(), Names.end())}};
  return F;
}

void run(CheckContext &Context) {
  const WritersOf All = allWriters(Context.program());
  for (const LayoutTraitFact &T : Context.program().Traits) {
    if (T.Kind != LayoutTrait::Contended || T.Words.size() != T.Fields.size())
      continue;
    if (auto Pairs = pairs(T, All); !Pairs.empty())
      Context.report(describe(T, Pairs));
    else
      Context.silent("written together, or on different lines");
  }
}

} // namespace

extern constinit const Check LayoutFalseSharing = {
    .Name = "layout-false-sharing",
    .Title =
        "atomics or locks that may share a cache line though different functions write to them",
    .Doc = R"(## What it does
Reports two members that several threads write to, two atomics or two locks, that stand on one cache
line in at least half of the places where an object may begin, when one function writes to the first
alone and another to the second alone. Whether different threads call them often, it cannot know:
this is a possibility to look at or measure, with `perf c2c` for one.

## Why
Processors pass memory between them in lines of 64 bytes. Two threads that write to different
members on one line take it away from each other with each write, as if they shared a variable.

## Example
```c
struct ring { // want "'head' and 'tail' of 'ring' may share a cache line, and different functions write to them"
  _Atomic unsigned head;
  _Atomic unsigned tail;
  void *slots[64];
};
void push(struct ring *r) { r->head++; }
void pop(struct ring *r) { r->tail++; }
```

## Use instead
```c
struct ring {
  _Alignas(64) _Atomic unsigned head;
  _Alignas(64) _Atomic unsigned tail;
  void *slots[64];
};
void push(struct ring *r) { r->head++; }
void pop(struct ring *r) { r->tail++; }
```

## When it stays silent
When every function that writes to one of the members writes to the other as well, as with counters
that are kept together. When only constructors and destructors write to one. For an atomic beside a
lock, or beside a class that wraps one: these are mostly parts of one protocol. When members are
further apart than half a line, or kept apart by `alignas`. For unions and instances of templates.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = false,
    .Cwe = 0,
    .Options = {},
    .Run = run,
};

} // namespace memlint
