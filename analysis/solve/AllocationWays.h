// On which ways functions come to an allocation: calls of functions whose bodies are seen, down to
// a `new` or to a library function of which a model says that it allocates. Asked by the check of
// contracts not to allocate. Where nobody knows what is called there is no way.
#ifndef MEMLINT_ANALYSIS_SOLVE_ALLOCATIONWAYS_H
#define MEMLINT_ANALYSIS_SOLVE_ALLOCATIONWAYS_H

#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/Summaries.h"

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace memlint {

/// A step of a way: an operation of a function that allocates, or calls who does.
struct AllocationStep {
  const ir::Function *In = nullptr;
  const ir::Op *Op = nullptr;
  const ir::Symbol *Callee = nullptr; // as it is called
  const ir::Symbol *Runs = nullptr;   // what is run then, where the callee may be overridden
  const ir::Site *Site = nullptr;     // of a `new`, which has no callee
  bool Maybe = false;                 // it allocates only in some cases, as containers do
};

using AllocationWay = std::vector<AllocationStep>;

class AllocationWays {
public:
  /// Whether a function promises not to allocate, so that no way leads through it.
  using Promises = std::function<bool(const ir::Symbol &)>;

  /// All must outlive it.
  AllocationWays(std::span<const ir::Function> Functions, const Summaries &Known,
                 Promises Promised);

  /// A shortest way for each operation of a function that begins one and from which the function
  /// may end normally, in their order.
  std::vector<AllocationWay> from(const ir::Function &F) const;
  /// Calls in a function that nobody can follow.
  std::size_t unknownCalls(const ir::Function &F) const;

private:
  enum class Reach : std::uint8_t { Nothing, Unknown, Allocates, Calls };
  struct Found {
    Reach Kind = Reach::Nothing;
    AllocationStep Step;
    std::vector<std::size_t> Targets; // functions, of calls
  };

  Found read(const ir::Function &F, const ir::Op &Op) const;
  void readCall(const ir::Function &F, const ir::Op &Op, Found &To) const;
  void addInvoked(const ir::Function &F, const ir::Op &Op, const Summary &Model, Found &To) const;
  void addBodies(std::string_view Usr, std::vector<std::size_t> &To) const;
  std::vector<Found> readAll(const ir::Function &F) const;
  void searchBack();
  std::size_t nearest(const Found &Call) const;

  std::span<const ir::Function> Functions;
  const Summaries &Known;
  Promises Promised;
  std::unordered_map<std::string_view, std::vector<std::size_t>> Bodies, Overriders;
  std::vector<std::size_t> Distance; // of each function from an allocation; NoWay
  std::vector<Found> First;          // the operation of each that begins a shortest way
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_ALLOCATIONWAYS_H
