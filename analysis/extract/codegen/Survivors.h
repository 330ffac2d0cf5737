// Compiles one unit to optimised LLVM code, in this process and to nothing else, and says which of
// its allocations the optimiser removed: Clang's code generator and LLVM's passes behind one call.
// What `--codegen` asks; beside the path of the facts.
#ifndef MEMLINT_ANALYSIS_EXTRACT_CODEGEN_SURVIVORS_H
#define MEMLINT_ANALYSIS_EXTRACT_CODEGEN_SURVIVORS_H

#include "analysis/extract/codegen/AllocationFates.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstdint>
#include <string>
#include <vector>

namespace memlint {

/// Where an allocation stands. `File` as facts have it: relative to the root, or absolute.
struct SourcePlace {
  std::string File;
  std::uint32_t Line = 0, Column = 0;

  auto operator<=>(const SourcePlace &) const = default;
};

struct CompiledSites {
  std::string Level;       // of optimisation, as flags say it: `-O2`
  std::vector<Fate> Fates; // one for each site
};

/// `Arguments`, `Files` and `Root` as for parseAndExtract, but the flags that speak of optimisation
/// count here; link time optimisation is left out. An error means that the unit could not be
/// compiled: it has compile errors, or this LLVM cannot compile for its target.
llvm::Expected<CompiledSites> survivorsOf(const std::vector<std::string> &Arguments,
                                          llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                                          const std::string &Root,
                                          const std::vector<SourcePlace> &Sites);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_CODEGEN_SURVIVORS_H
