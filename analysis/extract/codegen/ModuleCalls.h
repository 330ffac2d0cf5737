// The calls of an LLVM module by function, with the places that debug locations give them: all that
// AllocationFates needs of a module, before its passes and behind them.
#ifndef MEMLINT_ANALYSIS_EXTRACT_CODEGEN_MODULECALLS_H
#define MEMLINT_ANALYSIS_EXTRACT_CODEGEN_MODULECALLS_H

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"
#include "llvm/Support/StringSaver.h"

#include <vector>

namespace llvm {
class DILocation;
class DISubprogram;
class Function;
class Module;
} // namespace llvm

namespace memlint {

/// Names by which functions are known again after passes, that may clone them. Each stands once in
/// memory and lives as long as this.
class FunctionNames {
public:
  llvm::StringRef of(const llvm::Function &F);
  llvm::StringRef of(const llvm::DISubprogram &S);

private:
  llvm::BumpPtrAllocator Storage;
  llvm::UniqueStringSaver Saved{Storage};
};

struct ModuleCall {
  llvm::StringRef Callee;               // empty where no function is named
  bool Allocates = false;               // the callee is an allocation function of a library
  const llvm::DILocation *At = nullptr; // owned by the module's context; may be null
};

struct FunctionBody {
  std::vector<ModuleCall> Calls;
  std::vector<llvm::StringRef> Mentions; // functions whose names it uses, called or not
};

/// Those with a body, by name, in the module's order.
using ModuleCalls = llvm::MapVector<llvm::StringRef, FunctionBody>;

ModuleCalls callsOf(const llvm::Module &M, FunctionNames &Names);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_CODEGEN_MODULECALLS_H
