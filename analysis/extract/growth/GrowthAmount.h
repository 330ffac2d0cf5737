// How many elements a statement adds to a container, as an expression to be written before it: a
// structured walk that adds, multiplies by trip counts, and compares the arms of branches.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHAMOUNT_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHAMOUNT_H

#include "analysis/extract/growth/GrowthEvents.h"
#include "analysis/extract/trips/TripCount.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseSet.h"

namespace memlint {

struct GrowthAmount {
  std::optional<TripCount> Count; // nothing: no element
  const char *Unknown = nullptr;  // why there is no count
};

/// `Number` as it is written.
TripCount literalCount(std::uint64_t Number);

class GrowthAmounts {
public:
  GrowthAmounts(const clang::ASTContext &Context, const FunctionEvents &Events,
                const TrackedContainer &C, const clang::Stmt &FunctionBody);

  /// Whether a part of `S` makes the container longer.
  bool growsIn(const clang::Stmt *S) const { return Growing.contains(S); }
  /// What one run of a statement adds; loops in `Outer`, where there is one, are counted before it.
  GrowthAmount of(const clang::Stmt *S, const clang::Stmt *Outer = nullptr) const;
  /// What one run of a loop's body adds; what its head adds has no count.
  GrowthAmount ofEachTrip(const clang::Stmt &Loop, const clang::Stmt *Outer) const;

private:
  GrowthAmount ofSequence(llvm::ArrayRef<const clang::Stmt *> Parts,
                          const clang::Stmt *Outer) const;
  GrowthAmount ofIf(const clang::Stmt &If, llvm::ArrayRef<const clang::Stmt *> Rest,
                    const clang::Stmt *Outer) const;
  GrowthAmount ofLoop(const clang::Stmt &Loop, const clang::Stmt *Outer) const;
  GrowthAmount ofLambda(const clang::Stmt &S, const RepeatedLambda &Repeated,
                        const clang::Stmt *Outer) const;
  GrowthAmount times(const TripCountOrReason &Trips, GrowthAmount Each,
                     const clang::Stmt *Outer) const;
  GrowthAmount ofExpression(const clang::Stmt *E, const clang::Stmt *Outer) const;
  GrowthAmount ofCall(const ContainerEvent &Event, const clang::Stmt *Outer) const;

  const clang::ASTContext &Context;
  const FunctionEvents &Events;
  const TrackedContainer &C;
  const clang::Stmt &FunctionBody;
  llvm::DenseSet<const clang::Stmt *> Growing;
  llvm::DenseMap<const clang::Stmt *, const ContainerEvent *> Calls;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHAMOUNT_H
