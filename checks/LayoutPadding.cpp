#include "analysis/link/Program.h"
#include "checks/Check.h"
#include "checks/GlobList.h"
#include "checks/LayoutBlockers.h"
#include "checks/LayoutFix.h"
#include "checks/LayoutTable.h"
#include "checks/LayoutWeight.h"
#include "checks/LayoutWorth.h"
#include "checks/RunChecks.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace memlint {
namespace {

/// Of a table's lines, which sinks indent by 4.
constexpr std::size_t TableColumns = 96;
constexpr std::size_t MostEvidence = 3, MostBlockers = 5;

std::uint64_t savedBytes(const RecordFact &R) { return R.Size - R.Smaller->Size; }

std::string quoted(const std::string &Text) { return "'" + Text + "'"; }

bool losesCacheLines(const CheckContext &Context, const RecordFact &R, const RecordWeight &W) {
  FileId File = R.Where.File;
  return Context.flag(File, "fewer-cache-lines") &&
         losesCacheLines(R, W, Context.number(File, "min-saved-percent"));
}

bool isWorthSaying(const CheckContext &Context, const RecordFact &R, const RecordWeight &W) {
  FileId File = R.Where.File;
  std::uint64_t Saved = savedBytes(R);
  if (Saved >= Context.number(File, "min-saved-bytes") &&
      Saved * 100 >= Context.number(File, "min-saved-percent") * R.Size)
    return true;
  auto InAll = savedInAll(R, W);
  return losesCacheLines(Context, R, W) ||
         (InAll && *InAll >= Context.number(File, "min-saved-in-all"));
}

bool isMadeOften(const CheckContext &Context, const RecordFact &R, const RecordWeight &W) {
  return isMadeOften(R, W, Context.number(R.Where.File, "min-total-saved"));
}

std::string message(const RecordFact &R) {
  return (R.Kind == RecordKind::Class ? "class " : "struct ") + quoted(R.Name) + " is " +
         byteCount(R.Size) + ", " + std::to_string(R.Smaller->Size) +
         (R.Smaller->Optimal ? " are enough" : " at most are needed") + " (moving " +
         std::to_string(R.Smaller->Moved) + (R.Smaller->Moved == 1 ? " field" : " fields") +
         " saves " + std::to_string(savedBytes(R)) + ", " +
         std::to_string(savedBytes(R) * 100 / R.Size) + " %)";
}

void addEvidence(const RecordFact &R, const RecordWeight &W, std::vector<Step> &Steps) {
  for (std::size_t I = 0; I < std::min(W.Evidence.size(), MostEvidence); ++I)
    Steps.push_back({W.Evidence[I]->Where, evidenceText(*W.Evidence[I])});
  if (W.Measured)
    Steps.push_back({{},
                     std::to_string(*W.Objects) + " live objects, as counted, save " +
                         byteCount(*savedInAll(R, W)) + " together"});
}

void addTable(const RecordFact &R, std::vector<Step> &Steps) {
  Steps.push_back({{},
                   byteCount(R.Smaller->Size) + " in this order, by Clang's own layout:",
                   beforeAndAfter(R, TableColumns)});
}

void addBlockers(const RecordFact &R, std::span<const BlockerGroup> Blockers,
                 std::vector<Step> &Steps) {
  for (const BlockerGroup &G : Blockers.first(std::min(Blockers.size(), MostBlockers)))
    Steps.push_back({G.First->Where == R.Where ? Span() : G.First->Where,
                     "not fixable automatically: " + reasonText(G)});
  if (Blockers.size() > MostBlockers)
    Steps.push_back({{}, "and " + std::to_string(Blockers.size() - MostBlockers) + " more"});
}

std::vector<std::string> namesInOrder(const RecordFact &R) {
  std::vector<std::string> Names;
  Names.reserve(R.Smaller->Order.size());
  for (std::uint32_t I : R.Smaller->Order)
    Names.push_back(fieldName(R.Fields[I]));
  return Names;
}

NumberTable targetSizes(const RecordFact &R) {
  NumberTable Table;
  for (const TargetSize &T : R.Targets)
    Table[T.Target] = {{"size", T.Size}, {"optimalSize", T.Smaller}};
  return Table;
}

Properties properties(const Program &P, const RecordFact &R, const RecordWeight &W,
                      std::span<const BlockerGroup> Groups, Allocator Heap) {
  const SmallerOrder &S = *R.Smaller;
  Properties Props = {{"size", R.Size},
                      {"optimalSize", S.Size},
                      {"optimal", S.Optimal},
                      {"alignment", R.Alignment},
                      {"savedBytes", savedBytes(R)},
                      {"savedPercent", savedBytes(R) * 100 / R.Size},
                      {"movedFields", std::uint64_t(S.Moved)},
                      {"order", namesInOrder(R)},
                      {"cacheLinesBefore", cacheLines(R.Size)},
                      {"cacheLinesAfter", cacheLines(S.Size)},
                      {"straddlingPercentBefore", straddlingPercent(R.Size)},
                      {"straddlingPercentAfter", straddlingPercent(S.Size)}};
  if (auto Before = heapChunk(Heap, R.Size), After = heapChunk(Heap, S.Size); Before && After) {
    Props.emplace_back("mallocChunkBefore", *Before);
    Props.emplace_back("mallocChunkAfter", *After);
  }
  if (W.Objects)
    Props.emplace_back("objects", *W.Objects);
  std::vector<std::string> Blockers;
  Blockers.reserve(Groups.size());
  for (const BlockerGroup &G : Groups)
    Blockers.push_back(blockerText(P, G));
  Props.emplace_back("blockers", std::move(Blockers));
  if (!R.Targets.empty())
    Props.emplace_back("targets", targetSizes(R));
  return Props;
}

Finding describe(const CheckContext &Context, const RecordFact &R, const RecordWeight &W,
                 ReorderAnswer Answer) {
  Allocator Heap = allocatorNamed(Context.text(R.Where.File, "allocator"));
  Finding F;
  F.Where = R.Where;
  F.Subject = R.Name;
  F.Message = message(R);
  addEvidence(R, W, F.Steps);
  addTable(R, F.Steps);
  F.Steps.push_back({{}, worthLine(R, Heap)});
  std::vector<BlockerGroup> Blockers = groupBlockers(Answer.Blockers);
  addBlockers(R, Blockers, F.Steps);
  if (R.RunsInOrder && Answer.Blockers.empty() && !Answer.Rewrite)
    F.Steps.push_back({{},
                       "fields are constructed and destroyed in their order: see that none needs "
                       "one that would come later"});
  F.Props = properties(Context.program(), R, W, Blockers, Heap);
  if (Answer.Rewrite)
    F.Fixes.push_back(std::move(*Answer.Rewrite));
  return F;
}

/// What the program says, and what the options add.
ReorderAnswer answer(const CheckContext &Context, const Reordering &Orders, const RecordFact &R) {
  ReorderAnswer Answer = Orders.of(R);
  FileId File = R.Where.File;
  if (listFitsPath(Context.text(File, "public-headers"), Context.program().path(File)))
    addBlocker(Answer, {R.Usr, "public-header",
                        "its header is public (layout-padding.public-headers)", R.Where});
  return Answer;
}

/// Why nothing is said of a record that could be smaller; empty where something is.
std::string_view silence(const CheckContext &Context, const RecordFact &R, const RecordWeight &W,
                         const ReorderAnswer &Answer) {
  FileId File = R.Where.File;
  if (listFits(Context.text(File, "keep"), R.Name))
    return "kept by layout-padding.keep";
  if (!isMadeOften(Context, R, W) && !isLinked(W) && !Context.flag(File, "without-evidence"))
    return W.MoreStraddling ? "smaller elements would stand across two cache lines more often"
           : W.SameChunks   ? "the heap gives single objects as much as before"
                            : "nothing shows that there are many objects";
  if (!Context.flag(File, "order-matters") &&
      std::ranges::any_of(Answer.Blockers,
                          [](const OrderBlockerFact &B) { return orderMatters(B.Kind); }))
    return "the order of the fields matters";
  return {};
}

void judge(CheckContext &Context, const Reordering &Orders, const RecordFact &R,
           const RecordWeight &W) {
  ReorderAnswer Answer = answer(Context, Orders, R);
  if (std::string_view Why = silence(Context, R, W, Answer); !Why.empty())
    return Context.silent(Why);
  bool Weighty = isMadeOften(Context, R, W) || (isLinked(W) && losesCacheLines(Context, R, W));
  Context.report(describe(Context, R, W, std::move(Answer)),
                 Weighty ? Severity::Warning : Severity::Note);
}

void run(CheckContext &Context) {
  const auto &Records = Context.program().Records;
  LayoutWeights Weights(Context.program(), Context.config());
  Reordering Orders(Context.program());
  for (auto First = Records.begin(); First != Records.end();) {
    auto Last = std::find_if(First, Records.end(),
                             [&](const RecordFact &R) { return R.Where != First->Where; });
    const RecordFact *Best = nullptr; // of the layouts that units give the record
    for (auto R = First; R != Last; ++R)
      if (R->Smaller && (!Best || savedBytes(*R) > savedBytes(*Best)) &&
          isWorthSaying(Context, *R, Weights.of(*R)))
        Best = &*R;
    if (Best) {
      judge(Context, Orders, *Best, Weights.of(*Best));
    } else if (First->Smaller) {
      Context.silent("below the thresholds");
    } else if (!First->NotReordered.empty()) {
      Context.silent(First->NotReordered);
    }
    First = Last;
  }
}

constexpr OptionSpec Options[] = {
    {"min-saved-bytes", OptionKind::Number, "8", "the fewest bytes an object must shrink by"},
    {"min-saved-percent", OptionKind::Number, "10",
     "the least share of its size it must shrink by"},
    {"fewer-cache-lines", OptionKind::Flag, "true",
     "speak also when not the bytes but the cache lines, of 64 bytes, fall by that share"},
    {"min-saved-in-all", OptionKind::Number, "4096",
     "speak also when the objects of which the number is known shrink by this many bytes together"},
    {"min-total-saved", OptionKind::Number, "512",
     "the fewest bytes that a known number of objects must save together to count as many; an "
     "unknown number does"},
    {"without-evidence", OptionKind::Flag, "false",
     "speak also of records of which nothing shows that there are many objects"},
    {"order-matters", OptionKind::Flag, "false",
     "speak also of records whose order is part of something else, as a file format, an interface "
     "or another view of the bytes, and name the places"},
    {"allocator", OptionKind::Text, "glibc",
     "the heap whose chunks are compared: glibc, jemalloc, tcmalloc or none", AllocatorNames},
    {"targets", OptionKind::Text, "",
     "triples of other targets, with commas between them, to tell the sizes on as well"},
    {"public-headers", OptionKind::Text, "",
     "globs of paths, with commas between them: the order of records declared there is part of an "
     "interface"},
    {"keep", OptionKind::Text, "",
     "globs of qualified names, with commas between them: nothing is said of these records"},
};

} // namespace

extern constinit const Check LayoutPadding = {
    .Name = "layout-padding",
    .Title = "a record that another order of its fields would make smaller",
    .Doc = R"(## What it does
Reports a struct or class that has padding which another order of the same fields would remove.
Clang's own layout of the order it shows was asked for before anything is said. The size is the
least that any order reaches, and the order one that moves the fewest fields; for records too large
to try all that matters, the message says `at most`, and a better order may exist.

Both layouts stand side by side under the finding, with padding, moved fields and the ends of cache
lines. Then follows what it is worth: cache lines, an array, the share of its elements that reach
across two lines, and the heap's chunk for a single object, which often stays the same.

It speaks of records of which the program makes many objects: elements of arrays and containers,
allocations of a number known only at run time, or one by one in a loop where the object outlives
its turn, and records that point to their own kind, as nodes of lists and trees do. A known number
counts as many when all save `min-total-saved` bytes together. Objects that are allocated one by one
gain only where the heap's chunk gets smaller, bookkeeping and a container's node included; where it
stays, nothing is said. It is a warning, and for a record that only points to its own kind a note,
unless cache lines fall as well. `--counts FILE` takes measured numbers of live objects instead, a
line `COUNT TYPE` each; then it is a warning where they save 4 KiB. `without-evidence` adds the
other records, as notes. A level set in `.memlint` holds for all.

Where a rewrite could not follow the new order, the finding names the places, each kind once for a
file; such a record can be changed by hand. Where the order is part of something else, nobody would
change it: code looks at the object's bytes or takes it for another type, asks for offsets or the
size, a union gives it another form, C and C++ share its header. Of these `order-matters` speaks, and
names the places. Records that a public header declares have users out of sight: name the headers in
`public-headers`, as `include/*` (a `*` stands for any characters, slashes too, and a glob fits the
whole path or all of it behind a slash), and they are such. Of records that `keep` names, as
`wire::*`, nothing is said at all.

## Why
Padding is memory that is allocated, copied and loaded into the cache, and never used. In an array,
a vector or a map every element pays for it.

## Example
```cpp
#include <vector>
struct Sample { // want "struct 'Sample' is 24 bytes, 16 are enough"
  bool Valid;
  double Value;
  int Channel;
};
std::vector<Sample> Samples;
```

## Use instead
```cpp
#include <vector>
struct Sample {
  double Value;
  int Channel;
  bool Valid;
};
std::vector<Sample> Samples;
```

## When it stays silent
Unions; packed records and `#pragma pack`, where the layout is meant; bit-fields by Microsoft's
rules; records written by a macro; instances of templates; system headers; orders that would bring two
atomics or locks onto one cache line; records of which fewer bytes would be saved than the options
ask for, unless all objects that are known save enough together; records of which there may be one or
a few; elements of arrays that fill a cache line, as 64 bytes do, and at 56 would often stand on two; and
orders that other things rely on (see above). A run of bit-fields moves as one, and
an array at the end that stands for one of any length stays there.
An order that code relies on out of sight (a file format, a protocol, another language) is not
known to this check: suppress it there with `// memlint: ignore[layout-padding] wire format`, or name
the records in the option `keep`.
)",
    .DefaultSeverity = Severity::Warning,
    .EnabledByDefault = true,
    .Cwe = 0,
    .Options = Options,
    .Run = run,
};

} // namespace memlint
