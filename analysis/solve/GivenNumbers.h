// Which numbers the calls of a program give to the parameters of its functions.
#ifndef MEMLINT_ANALYSIS_SOLVE_GIVENNUMBERS_H
#define MEMLINT_ANALYSIS_SOLVE_GIVENNUMBERS_H

#include "analysis/model/MemoryIr.h"
#include "analysis/solve/Range.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace memlint {

class GivenNumbers {
public:
  /// The functions must outlive it.
  explicit GivenNumbers(std::span<const ir::Function> Functions);

  /// In which the parameters lie when the function begins, by the numbers of its variables: what
  /// all its calls give that are seen. Any number, where one of them gives what is no constant, or
  /// the function may be called otherwise; empty: nothing is known of any of them. A function that
  /// other units could call is taken to be called by what is here only where a `main` is here, too.
  std::vector<Range> of(const ir::Function &F) const;
  /// The same of each of its calls, as far as they differ: how the numbers go together. Empty: that
  /// says no more than they say all together, or there are too many.
  std::vector<std::vector<Range>> eachOf(const ir::Function &F) const;

private:
  struct Calls {
    std::set<std::vector<std::optional<std::int64_t>>> Given;
    bool IsOpen = false;  // its address is taken
    bool TooMany = false; // only `Joined` is told
    std::vector<Range> Joined;
  };
  void readCall(const ir::Function &F, const ir::Op &Call);
  const Calls *allOf(const ir::Function &F) const;

  std::unordered_map<std::string_view, Calls> ByUsr;
  bool HasMain = false;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_GIVENNUMBERS_H
