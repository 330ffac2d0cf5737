// Which bodies of a program call which others: by name, through a base, and as library code may do
// with functions that it is given. More rather than less.
#ifndef MEMLINT_ANALYSIS_SOLVE_BODYCALLS_H
#define MEMLINT_ANALYSIS_SOLVE_BODYCALLS_H

#include "analysis/model/MemoryIr.h"

#include <cstddef>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace memlint {

/// Indices of functions.
using BodySet = std::set<std::size_t>;

class BodyCalls {
public:
  /// `Functions` must outlive it.
  explicit BodyCalls(std::span<const ir::Function> Functions);

  /// The bodies that have the USR.
  const std::vector<std::size_t> &bodies(std::string_view Usr) const;
  const BodySet &callersOf(std::size_t Body) const { return Callers[Body]; }
  /// What runs where one of these runs, themselves among it.
  BodySet reach(const BodySet &From) const;
  bool isAddressTaken(std::size_t Body) const { return AddressTaken.contains(Body); }

private:
  void readCalls(std::size_t Caller, const std::vector<ir::Op> &Ops);
  void add(std::size_t Caller, std::string_view Usr);

  std::span<const ir::Function> Functions;
  std::unordered_map<std::string_view, std::vector<std::size_t>> ByUsr;
  std::unordered_map<std::string_view, std::vector<std::size_t>>
      Overriders; // by what they override
  std::vector<BodySet> Calls, Callers;
  BodySet AddressTaken;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_BODYCALLS_H
