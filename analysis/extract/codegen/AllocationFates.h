// What optimisation leaves of allocations: the calls that places of the source make are looked up
// in a module before its passes run, and again behind them. Knows LLVM only; Survivors makes the
// module.
#ifndef MEMLINT_ANALYSIS_EXTRACT_CODEGEN_ALLOCATIONFATES_H
#define MEMLINT_ANALYSIS_EXTRACT_CODEGEN_ALLOCATIONFATES_H

#include "analysis/extract/codegen/AllocationWay.h"
#include "analysis/extract/codegen/ModuleCalls.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace llvm {
class DIFile;
} // namespace llvm

namespace memlint {

/// In ascending order: of several units the greatest holds.
enum class Fate : std::uint8_t {
  Absent, // nothing was compiled from there
  Removed,
  Unclear, // nothing there leads to an allocation, or one that is left may be this or another
  Survives
};

/// A place as debug locations have it.
struct DebugPlace {
  std::string File;
  unsigned Line = 0, Column = 0;
};

/// An allocation survives where a call that allocates stands at its place, or was inlined there, or
/// where the place still calls a function on the way to it.
class AllocationFates {
public:
  using NameFile = std::function<std::string(const llvm::DIFile &)>;

  /// `PathOf` gives files the names that `Sites` use.
  AllocationFates(const std::vector<DebugPlace> &Sites, NameFile PathOf);

  /// First the module as Clang generates it, then the same module after its passes.
  void readBefore(const llvm::Module &M);
  /// One for each site.
  std::vector<Fate> readAfter(const llvm::Module &M);

private:
  /// The calls in one column of a site's line that lead to allocations.
  struct Spot {
    unsigned Column = 0;
    std::vector<AllocationWay> Ways; // one for each function that has the spot, as instances do
    llvm::DenseSet<llvm::StringRef> Functions; // those
    bool Survives = false, Blurred = false;
  };
  struct Site {
    DebugPlace Where;
    bool Compiled = false; // some call of its line was
    std::vector<Spot> Spots;
  };

  void addSpots(llvm::StringRef Function, const ModuleCall &C);
  void lookFor(const ModuleCalls &After, llvm::StringRef Function, const ModuleCall &C);
  void blur(llvm::StringRef Function, const llvm::DILocation *At);
  bool isAt(const llvm::DILocation &L, const Site &S);
  bool passes(const llvm::DILocation *At, const Site &S, const Spot &Where);
  bool endsHere(const AllocationWay &W, const ModuleCall &C);
  bool stillLeads(const ModuleCalls &After, const AllocationWay &W, llvm::StringRef Callee);

  std::vector<Site> Sites;
  llvm::DenseSet<unsigned> Lines; // of all sites
  NameFile PathOf;
  llvm::DenseMap<const llvm::DIFile *, std::string> Paths;
  FunctionNames Names;
  ModuleCalls Before;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_CODEGEN_ALLOCATIONFATES_H
