#include "analysis/link/DeadCode.h"
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

/// By place, then by content; equal facts stand once.
template <class T> void sortOnce(std::vector<T> &Facts) {
  std::sort(Facts.begin(), Facts.end(), [](const T &A, const T &B) {
    if (auto Order = placeOf(A) <=> placeOf(B); Order != 0)
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

template <class T>
concept Placed = requires(const T &Fact) { placeOf(Fact); };

/// Facts repeat in every unit that includes their header, so duplicates are dropped whenever the
/// list has doubled: memory stays within twice the program's own size. Lists of facts that stand
/// nowhere are joined in ways of their own.
template <class T>
void append(std::vector<T> &To, std::size_t &Distinct, const std::vector<T> &From,
            const std::vector<FileId> &NewId) {
  if constexpr (Placed<T>) {
    for (const T &Fact : From)
      renumber(To.emplace_back(Fact), NewId);
    if (To.size() > 2 * Distinct + 4096) {
      sortOnce(To);
      Distinct = To.size();
    }
  }
}

template <class T> void finishList(std::vector<T> &Facts, const std::vector<FileId> &NewId) {
  if constexpr (Placed<T>) {
    for (T &Fact : Facts)
      renumber(Fact, NewId);
    sortOnce(Facts);
  }
}

} // namespace

void Linker::add(const TuFacts &Unit) {
  std::vector<FileId> Ids;
  Ids.reserve(Unit.Files.size());
  for (const std::string &File : Unit.Files)
    Ids.push_back(Files.try_emplace(File, FileId(Files.size())).first->second);
  Joined.Units.insert(Joined.Units.end(), Unit.Units.begin(), Unit.Units.end());
  std::size_t List = 0;
  std::apply(
      [&](const auto &...F) {
        (append(Joined.*(F.Member), Distinct[List++], Unit.*(F.Member), Ids), ...);
      },
      TuFacts::fields());
  for (const SilenceFact &S : Unit.Silences)
    Silences[{S.Check, S.Reason}] += S.Count;
}

TuFacts Linker::join() && {
  auto NewId = sortedIds(Files);
  forEachField(Joined, [&](std::string_view, auto &List) { finishList(List, NewId); });
  std::ranges::sort(Joined.Units);
  for (const auto &[Key, Count] : Silences)
    Joined.Silences.push_back({Key.first, Key.second, Count});
  for (auto &[Path, Id] : Files)
    Joined.Files.push_back(Path);
  return std::move(Joined);
}

Program Linker::finish(bool WholeProgram) && {
  Program Whole{std::move(*this).join()};
  if (dropDeadCode(Whole.Functions, WholeProgram))
    sortOnce(Whole.Functions);
  return Whole;
}

Program link(std::span<const TuFacts *const> Units) {
  Linker L;
  for (const TuFacts *Unit : Units)
    L.add(*Unit);
  return std::move(L).finish();
}

} // namespace memlint
