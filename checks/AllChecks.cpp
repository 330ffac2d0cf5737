#include "checks/AllChecks.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace memlint {

#define MEMLINT_CHECK(Name) extern const Check Name;
#include "checks/Checks.def"
#undef MEMLINT_CHECK

std::span<const Check *const> allChecks() {
#define MEMLINT_CHECK(Name) &Name,
  static constexpr const Check *All[] = {
#include "checks/Checks.def"
  };
#undef MEMLINT_CHECK
  return All;
}

std::optional<std::size_t> findCheck(std::string_view Name) {
  if (Name.starts_with(IdPrefix))
    Name.remove_prefix(IdPrefix.size());
  auto All = allChecks();
  auto Found =
      std::find_if(All.begin(), All.end(), [&](const Check *C) { return C->Name == Name; });
  if (Found == All.end())
    return std::nullopt;
  return Found - All.begin();
}

std::string fullId(const Check &C) { return std::string(IdPrefix) + std::string(C.Name); }

bool matchesGlob(std::string_view Glob, std::string_view Text) {
  // Greedy with one point of return: the last star seen can always take one character more.
  std::size_t G = 0, T = 0, Star = std::string_view::npos, Mark = 0;
  while (T < Text.size()) {
    if (G < Glob.size() && Glob[G] == '*') {
      Star = G++;
      Mark = T;
    } else if (G < Glob.size() && Glob[G] == Text[T]) {
      ++G, ++T;
    } else if (Star != std::string_view::npos) {
      G = Star + 1;
      T = ++Mark;
    } else {
      return false;
    }
  }
  return Glob.find_first_not_of('*', G) == std::string_view::npos;
}

/// Levenshtein, V. I. (1966): insertions, deletions and substitutions at one each.
static std::size_t editDistance(std::string_view A, std::string_view B) {
  std::vector<std::size_t> Row(B.size() + 1);
  std::iota(Row.begin(), Row.end(), 0);
  for (std::size_t I = 1; I <= A.size(); ++I) {
    std::size_t Diagonal = Row[0];
    Row[0] = I;
    for (std::size_t J = 1; J <= B.size(); ++J) {
      std::size_t Substituted = Diagonal + (A[I - 1] != B[J - 1]);
      Diagonal = Row[J];
      Row[J] = std::min({Row[J] + 1, Row[J - 1] + 1, Substituted});
    }
  }
  return Row.back();
}

std::string_view nearest(std::string_view Word, std::span<const std::string_view> Known) {
  std::string_view Best;
  std::size_t Least = std::string_view::npos;
  for (std::string_view Candidate : Known) {
    std::size_t Distance = editDistance(Word, Candidate);
    if (Distance <= std::max(Word.size(), Candidate.size()) / 3 && Distance < Least) {
      Least = Distance;
      Best = Candidate;
    }
  }
  return Best;
}

} // namespace memlint
