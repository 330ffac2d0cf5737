#include "analysis/link/Program.h"

#include <algorithm>

namespace memlint {
namespace {

/// Calls `Visit` for every span inside a fact.
template <class T, class Visitor> void forEachSpan(T &Value, Visitor &&Visit) {
  if constexpr (std::is_same_v<T, Span>)
    Visit(Value);
  else if constexpr (Fielded<T>)
    forEachField(Value, [&](std::string_view, auto &Member) { forEachSpan(Member, Visit); });
  else if constexpr (ListOfFacts<T>)
    for (auto &Element : Value)
      forEachSpan(Element, Visit);
  else if constexpr (MaybeFact<T>)
    if (Value)
      forEachSpan(*Value, Visit);
}

/// Three-way comparison of facts by their listed fields, first to last.
template <class T> std::weak_ordering compareFacts(const T &A, const T &B) {
  if constexpr (Fielded<T> && !std::is_same_v<T, Span>) {
    std::weak_ordering Result = std::weak_ordering::equivalent;
    std::apply(
        [&](const auto &...F) {
          (void)(((Result = compareFacts(A.*(F.Member), B.*(F.Member))) != 0) || ...);
        },
        T::fields());
    return Result;
  } else if constexpr (ListOfFacts<T>) {
    return std::lexicographical_compare_three_way(
        A.begin(), A.end(), B.begin(), B.end(),
        [](const auto &X, const auto &Y) { return compareFacts(X, Y); });
  } else if constexpr (MaybeFact<T>) {
    if (!A || !B)
      return A.has_value() <=> B.has_value();
    return compareFacts(*A, *B);
  } else {
    return A <=> B;
  }
}

const Span &place(const RecordFact &R) { return R.Where; }
const Span &place(const RecordCountFact &C) { return C.Where; }
const Span &place(const OrderBlockerFact &B) { return B.Where; }
const Span &place(const ReorderFact &R) { return R.Where; }
const Span &place(const LayoutTraitFact &T) { return T.Where; }
const Span &place(const FieldUseFact &U) { return U.Where; }
const Span &place(const GrowthFact &G) { return G.Loop; }
const Span &place(const WasteFact &W) { return W.Where; }
const Span &place(const LoneOwnerFact &O) { return O.Where; }
const Span &place(const LocalFormFact &L) { return L.Where; }
const Span &place(const OwnerMemberFact &O) { return O.Where; }
const Span &place(const OwnerUseFact &O) { return O.Where; }
const Span &place(const SuppressionFact &S) { return S.Where; }
const Span &place(const ir::Function &F) { return F.Where; }

/// By place, then by content; equal facts stand once.
template <class T> void sortOnce(std::vector<T> &Facts) {
  std::sort(Facts.begin(), Facts.end(), [](const T &A, const T &B) {
    if (auto Order = place(A) <=> place(B); Order != 0)
      return Order < 0;
    return compareFacts(A, B) < 0;
  });
  Facts.erase(std::unique(Facts.begin(), Facts.end()), Facts.end());
}

/// Files in the order in which they were first seen: where each goes in the sorted table.
std::vector<FileId> sortedIds(const std::map<std::string, FileId, std::less<>> &Seen) {
  std::vector<FileId> NewId(Seen.size());
  std::uint32_t Next = 0;
  for (const auto &[Path, Id] : Seen)
    NewId[static_cast<std::size_t>(Id)] = FileId(Next++);
  return NewId;
}

template <class T> void renumber(T &Fact, const std::vector<FileId> &NewId) {
  forEachSpan(Fact, [&](Span &S) {
    if (S)
      S.File = NewId[static_cast<std::size_t>(S.File)];
  });
}

/// Facts repeat in every unit that includes their header, so duplicates are dropped whenever the
/// list has doubled: memory stays within twice the program's own size.
template <class T>
void append(std::vector<T> &To, std::size_t &Distinct, const std::vector<T> &From,
            const std::vector<FileId> &NewId) {
  for (const T &Fact : From)
    renumber(To.emplace_back(Fact), NewId);
  if (To.size() > 2 * Distinct + 4096) {
    sortOnce(To);
    Distinct = To.size();
  }
}

template <class T> void finishList(std::vector<T> &Facts, const std::vector<FileId> &NewId) {
  for (T &Fact : Facts)
    renumber(Fact, NewId);
  sortOnce(Facts);
}

} // namespace

void Linker::add(const TuFacts &Unit) {
  std::vector<FileId> Ids;
  Ids.reserve(Unit.Files.size());
  for (const std::string &File : Unit.Files)
    Ids.push_back(Files.try_emplace(File, FileId(Files.size())).first->second);
  append(Joined.Records, DistinctRecords, Unit.Records, Ids);
  append(Joined.Counts, DistinctCounts, Unit.Counts, Ids);
  append(Joined.Blockers, DistinctBlockers, Unit.Blockers, Ids);
  append(Joined.Reorders, DistinctReorders, Unit.Reorders, Ids);
  append(Joined.Traits, DistinctTraits, Unit.Traits, Ids);
  append(Joined.FieldUses, DistinctFieldUses, Unit.FieldUses, Ids);
  append(Joined.Growths, DistinctGrowths, Unit.Growths, Ids);
  append(Joined.Wastes, DistinctWastes, Unit.Wastes, Ids);
  append(Joined.LoneOwners, DistinctLoneOwners, Unit.LoneOwners, Ids);
  append(Joined.LocalForms, DistinctLocalForms, Unit.LocalForms, Ids);
  append(Joined.OwnerMembers, DistinctOwnerMembers, Unit.OwnerMembers, Ids);
  append(Joined.OwnerUses, DistinctOwnerUses, Unit.OwnerUses, Ids);
  append(Joined.Suppressions, DistinctSuppressions, Unit.Suppressions, Ids);
  append(Joined.Functions, DistinctFunctions, Unit.Functions, Ids);
  for (const SilenceFact &S : Unit.Silences)
    Silences[{S.Check, S.Reason}] += S.Count;
}

Program Linker::finish() && {
  auto NewId = sortedIds(Files);
  finishList(Joined.Records, NewId);
  finishList(Joined.Counts, NewId);
  finishList(Joined.Blockers, NewId);
  finishList(Joined.Reorders, NewId);
  finishList(Joined.Traits, NewId);
  finishList(Joined.FieldUses, NewId);
  finishList(Joined.Growths, NewId);
  finishList(Joined.Wastes, NewId);
  finishList(Joined.LoneOwners, NewId);
  finishList(Joined.LocalForms, NewId);
  finishList(Joined.OwnerMembers, NewId);
  finishList(Joined.OwnerUses, NewId);
  finishList(Joined.Suppressions, NewId);
  finishList(Joined.Functions, NewId);
  for (const auto &[Key, Count] : Silences)
    Joined.Silences.push_back({Key.first, Key.second, Count});
  for (auto &[Path, Id] : Files)
    Joined.Files.push_back(Path);
  return std::move(Joined);
}

Program link(std::span<const TuFacts *const> Units) {
  Linker L;
  for (const TuFacts *Unit : Units)
    L.add(*Unit);
  return std::move(L).finish();
}

} // namespace memlint
