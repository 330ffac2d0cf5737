#include "checks/LayoutWeight.h"

#include "checks/AllChecks.h"
#include "checks/GlobList.h"
#include "checks/LayoutTable.h"
#include "checks/LayoutWorth.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace memlint {
namespace {

/// What a measured number of objects has to save to matter: it counts every object, and not those
/// of one place.
constexpr std::uint64_t SavedByMeasure = 4096;

std::uint64_t saturatedProduct(std::uint64_t A, std::uint64_t B) {
  constexpr std::uint64_t Most = std::numeric_limits<std::uint64_t>::max();
  return A != 0 && B > Most / A ? Most : A * B;
}

std::uint64_t saturatedSum(std::uint64_t A, std::uint64_t B) {
  constexpr std::uint64_t Most = std::numeric_limits<std::uint64_t>::max();
  return B > Most - A ? Most : A + B;
}

/// Of evidence without a number, what is said first.
unsigned rankOf(CountKind Kind) {
  switch (Kind) {
  case CountKind::InLoop:
    return 0;
  case CountKind::NewArray:
    return 1;
  case CountKind::Reserved:
    return 2;
  case CountKind::Element:
    return 3;
  case CountKind::Array:
    return 4;
  case CountKind::Linked:
    return 5;
  }
  return 6;
}

bool isWeightier(const RecordCountFact *A, const RecordCountFact *B) {
  auto Key = [](const RecordCountFact &F) {
    return std::tuple(~F.Count.value_or(0), rankOf(F.Kind), F.Where);
  };
  return Key(*A) < Key(*B);
}

/// What is allocated together with an object, before and after; the object itself where it stands
/// beside others.
std::pair<std::uint64_t, std::uint64_t> allocated(const RecordFact &R, const RecordCountFact &F) {
  if (F.Allocation == 0)
    return {R.Size, R.Smaller->Size};
  std::uint64_t Saved = saturatedProduct(F.Inside, R.Size - R.Smaller->Size);
  return {F.Allocation, F.Allocation - std::min(Saved, F.Allocation)};
}

/// A last member that code makes longer by allocating more: `char Name[1]`.
bool endsOpen(const RecordFact &R) {
  if (R.Fields.empty())
    return false;
  const std::string &Type = R.Fields.back().Type;
  return Type.ends_with("[]") || Type.ends_with("[0]") || Type.ends_with("[1]");
}

/// A chunk of which nobody can say the size is not known to get smaller.
bool savesNothing(const RecordFact &R, const RecordCountFact &F, Allocator Heap) {
  auto [Before, After] = allocated(R, F);
  return F.Allocation != 0 && Heap != Allocator::None &&
         (endsOpen(R) || heapChunk(Heap, Before) == heapChunk(Heap, After));
}

/// Elements beside each other that now stand on one line each, or nearly so: fewer bytes make a
/// walk over all of them cheaper by the share saved, and each access to one dearer by the share
/// that comes to straddle. Twice as much is no gain for most.
bool straddlesMore(const RecordFact &R, const RecordCountFact &F) {
  std::uint64_t Before = straddlingPercent(R.Size), After = straddlingPercent(R.Smaller->Size);
  return F.Allocation == 0 && After > Before &&
         (After - Before) * R.Size > 2 * 100 * (R.Size - R.Smaller->Size);
}

/// A name as RecordFact::Name writes it.
const std::uint64_t *measured(const Config &C, const RecordFact &R) {
  auto Known = C.LiveObjects.find(R.Name);
  return Known == C.LiveObjects.end() ? nullptr : &Known->second;
}

/// One line of the ranking.
struct Ranked {
  const RecordFact *Record;
  std::optional<std::uint64_t> Objects;
  std::uint64_t Saved, Total;
};

/// Each record once: where units lay it out differently, the layout that saves most.
std::vector<Ranked> rankedRecords(const Program &P, const Config &C) {
  LayoutWeights Weights(P, C);
  std::size_t Check = *findCheck("layout-padding");
  std::vector<Ranked> All;
  for (const RecordFact &R : P.Records) {
    const Settings &Here = C.of(R.Where.File);
    if (!R.Smaller || !Here.Checks[Check].Enabled ||
        listFits(optionText(Here, Check, "keep"), R.Name))
      continue;
    std::uint64_t Saved = R.Size - R.Smaller->Size;
    RecordWeight W = Weights.of(R);
    Ranked Line{&R, W.Objects, Saved, saturatedProduct(Saved, W.Objects.value_or(1))};
    if (All.empty() || All.back().Record->Where != R.Where)
      All.push_back(Line);
    else if (Saved > All.back().Saved)
      All.back() = Line;
  }
  std::sort(All.begin(), All.end(), [](const Ranked &A, const Ranked &B) {
    return std::tie(B.Total, B.Saved, A.Record->Name, A.Record->Where) <
           std::tie(A.Total, A.Saved, B.Record->Name, B.Record->Where);
  });
  return All;
}

} // namespace

LayoutWeights::LayoutWeights(const Program &P, const Config &C) : C(C) {
  for (const RecordCountFact &Fact : P.Counts)
    ByRecord[Fact.Record].push_back(&Fact);
  for (auto &[Usr, Facts] : ByRecord)
    std::sort(Facts.begin(), Facts.end(), isWeightier);
  findHolders(P);
}

void LayoutWeights::findHolders(const Program &P) {
  for (const RecordCountFact &Fact : P.Counts)
    if (Fact.Count)
      Holders.try_emplace(Fact.Where);
  if (Holders.empty())
    return;
  for (const RecordFact &R : P.Records)
    for (const FieldFact &F : R.Fields)
      if (auto At = Holders.find(F.Where); At != Holders.end())
        At->second = R.Usr;
  std::erase_if(Holders, [](const auto &At) { return At.second.empty(); });
}

/// An array that is a field tells how many each object of its record holds. Those are counted again
/// where that object is made, or is itself a field. So of what stands in fields only the record
/// that holds most counts, and only where it is more than what is made elsewhere.
std::optional<std::uint64_t>
LayoutWeights::objectsIn(const std::vector<const RecordCountFact *> &Evidence) const {
  std::optional<std::uint64_t> Most;
  std::map<std::string_view, std::uint64_t> ByHolder; // under no name: what is made elsewhere
  for (const RecordCountFact *F : Evidence) {
    if (!F->Count)
      continue;
    auto Holder = Holders.find(F->Where);
    std::uint64_t &Sum = ByHolder[Holder == Holders.end() ? std::string_view() : Holder->second];
    Sum = saturatedSum(Sum, *F->Count);
    Most = std::max(Most.value_or(0), Sum);
  }
  return Most;
}

RecordWeight LayoutWeights::of(const RecordFact &R) const {
  RecordWeight W;
  if (auto Known = ByRecord.find(R.Usr); Known != ByRecord.end())
    W.Evidence = Known->second;
  std::erase_if(W.Evidence, [](const auto *F) { return F->Count == std::uint64_t(1); });
  Allocator Heap =
      allocatorNamed(optionText(C.of(R.Where.File), *findCheck("layout-padding"), "allocator"));
  bool Same = std::erase_if(W.Evidence, [&](const auto *F) { return savesNothing(R, *F, Heap); });
  bool More = std::erase_if(W.Evidence, [&](const auto *F) { return straddlesMore(R, *F); });
  W.SameChunks = Same && W.Evidence.empty();
  W.MoreStraddling = More && W.Evidence.empty();
  if (const std::uint64_t *Count = measured(C, R)) {
    W.Objects = *Count;
    W.Measured = true;
    return W;
  }
  W.Objects = objectsIn(W.Evidence);
  return W;
}

std::optional<std::uint64_t> savedInAll(const RecordFact &R, const RecordWeight &W) {
  if (!W.Objects)
    return std::nullopt;
  return saturatedProduct(*W.Objects, R.Size - R.Smaller->Size);
}

bool isMadeOften(const RecordFact &R, const RecordWeight &W, std::uint64_t MinTotal) {
  if (auto Saved = savedInAll(R, W); Saved && *Saved >= (W.Measured ? SavedByMeasure : MinTotal))
    return true;
  // Who measured knows better than what the source makes likely.
  return !W.Measured &&
         std::any_of(W.Evidence.begin(), W.Evidence.end(), [](const RecordCountFact *F) {
           return !F->Count && F->Kind != CountKind::Linked;
         });
}

bool isLinked(const RecordWeight &W) {
  return !W.Measured && std::any_of(W.Evidence.begin(), W.Evidence.end(),
                                    [](const auto *F) { return F->Kind == CountKind::Linked; });
}

bool losesCacheLines(const RecordFact &R, const RecordWeight &W, std::uint64_t MinPercent) {
  auto Loses = [&](std::uint64_t Before, std::uint64_t After) {
    std::uint64_t Lines = cacheLines(Before), Saved = Lines - cacheLines(After);
    return Saved != 0 && Saved * 100 >= MinPercent * Lines;
  };
  if (W.Evidence.empty())
    return Loses(R.Size, R.Smaller->Size);
  return std::ranges::any_of(W.Evidence, [&](const RecordCountFact *F) {
    auto [Before, After] = allocated(R, *F);
    return Loses(Before, After);
  });
}

std::string evidenceText(const RecordCountFact &Fact) {
  std::string Number = Fact.Count ? std::to_string(*Fact.Count) + " of them " : "";
  switch (Fact.Kind) {
  case CountKind::Array:
    return Number + "in an array here";
  case CountKind::Element:
    return Number + "in the elements of a container here";
  case CountKind::NewArray:
    return (Fact.Count ? Number : "an array of them ") + "allocated here";
  case CountKind::InLoop:
    return Number + "made in a loop here";
  case CountKind::Linked:
    return "links to its own kind here, as nodes of lists and trees do";
  case CountKind::Reserved:
    return Fact.Count ? "room for " + Number + "here" : "room for many made here";
  }
  return {};
}

std::vector<std::string> weightRanking(const Program &P, const Config &C, std::size_t Most) {
  std::vector<Ranked> All = rankedRecords(P, C);
  std::vector<std::string> Lines;
  if (All.empty())
    return Lines;
  Lines.push_back("       saves x     objects =        total  record");
  Lines.reserve(Lines.size() + std::min(All.size(), Most));
  for (std::size_t I = 0; I < std::min(All.size(), Most); ++I) {
    const RecordFact &R = *All[I].Record;
    std::string Objects = All[I].Objects ? std::to_string(*All[I].Objects) : "unknown";
    Lines.push_back(padLeft(std::to_string(All[I].Saved), 12) + " x " + padLeft(Objects, 11) +
                    " = " + padLeft(std::to_string(All[I].Total), 12) + "  " + R.Name + "  " +
                    P.path(R.Where.File) + ":" + std::to_string(R.Where.Line));
  }
  if (All.size() > Most)
    Lines.push_back("... and " + std::to_string(All.size() - Most) + " records more");
  return Lines;
}

} // namespace memlint
