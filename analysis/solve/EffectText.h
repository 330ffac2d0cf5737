// What models say, one effect a line: `ret = this.*.own`, `release arg1 heap`. The language that
// analysis/models/README.md describes, read into summaries and printed again.
#ifndef MEMLINT_ANALYSIS_SOLVE_EFFECTTEXT_H
#define MEMLINT_ANALYSIS_SOLVE_EFFECTTEXT_H

#include "analysis/model/MemoryIr.h"
#include "analysis/solve/Summary.h"

#include <optional>
#include <string>
#include <string_view>

namespace memlint {

/// `arg2+` stands for the arguments from the second to this one.
inline constexpr std::uint32_t LastArgument = 12;

/// The family of memory where a line names none.
inline constexpr std::string_view DefaultFamily = "new";

/// What an inserter, as `std::back_insert_iterator`, holds: its container's address.
inline constexpr std::string_view InserterField = "container";

/// What a function's result or a place must be for its effects to have happened.
struct Guard {
  Slot Subject;
  ir::Comparison Compare = ir::Comparison::Equal; // Subject, then Number
  bool Holds = true;
  std::optional<std::int64_t> Number; // none: null

  auto operator<=>(const Guard &) const = default;
};

/// Adds what `Lines` says, effects and words separated by `;`, to a summary. Returns what is
/// wrong with it, or nothing. The effects are left unsorted.
std::optional<std::string> readEffects(std::string_view Lines, Summary &To);

/// `ret == 0`, `ret < 0`, `arg1.* != null`. Returns what is wrong, or nothing.
std::optional<std::string> readGuard(std::string_view Text, Guard &To);

/// As readEffects reads them.
std::string print(const Slot &S);
std::string print(const Effect &E);

/// Effects in their order, each once; the words last.
std::string print(const Summary &S);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_EFFECTTEXT_H
