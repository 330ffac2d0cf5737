// Which numbers the calls of a program give to the parameters of its functions.
#ifndef MEMLINT_ANALYSIS_SOLVE_GIVENNUMBERS_H
#define MEMLINT_ANALYSIS_SOLVE_GIVENNUMBERS_H

#include "analysis/model/MemoryIr.h"
#include "analysis/solve/Range.h"

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

private:
  struct Calls {
    std::vector<Range> Given;
    bool IsOpen = false; // its address is taken
  };
  void readCall(const ir::Function &F, const ir::Op &Call);

  std::unordered_map<std::string_view, Calls> ByUsr;
  bool HasMain = false;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_GIVENNUMBERS_H
