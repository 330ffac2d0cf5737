// From a call to the allocations that it stands for: of `make_unique<P>()` the one in make_unique,
// not those of P's constructor.
#ifndef MEMLINT_ANALYSIS_EXTRACT_CODEGEN_ALLOCATIONWAY_H
#define MEMLINT_ANALYSIS_EXTRACT_CODEGEN_ALLOCATIONWAY_H

#include "analysis/extract/codegen/ModuleCalls.h"

#include "llvm/ADT/DenseSet.h"

#include <optional>
#include <vector>

namespace memlint {

/// A call that allocates, by where the source has it: function, line and column.
struct AllocationPlace {
  llvm::StringRef Function;
  unsigned Line = 0, Column = 0;
};

/// The shortest chains of calls from some call to one that allocates.
struct AllocationWay {
  unsigned Length = 0; // functions called before; 0: the call itself allocates
  std::vector<AllocationPlace> Ends;
  llvm::DenseSet<llvm::StringRef> Through; // the functions called
};

/// Nothing where no function with a body leads to an allocation.
std::optional<AllocationWay> wayToAllocation(const ModuleCalls &Calls, const ModuleCall &From,
                                             FunctionNames &Names);

/// The functions that a function may run as far as the module shows, itself among them.
llvm::DenseSet<llvm::StringRef> reachedFrom(const ModuleCalls &Calls, llvm::StringRef Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_CODEGEN_ALLOCATIONWAY_H
