#include "analysis/extract/codegen/AllocationWay.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/IR/DebugInfoMetadata.h"

namespace memlint {
namespace {

/// Breadth first, over functions with bodies.
class Search {
public:
  Search(const ModuleCalls &Calls, FunctionNames &Names) : Calls(Calls), Names(Names) {}

  std::optional<AllocationWay> from(llvm::StringRef First) {
    reach(First, "");
    while (!Level.empty()) {
      ++Result.Length;
      const std::vector<llvm::StringRef> Current = std::exchange(Level, {});
      for (llvm::StringRef F : Current)
        lookInto(F);
      if (!Found.empty())
        return wayBack();
      for (llvm::StringRef F : Current)
        for (const ModuleCall &C : Calls.find(F)->second.Calls)
          reach(C.Callee, F);
    }
    return std::nullopt;
  }

private:
  /// A function may be reached from several of one level.
  void reach(llvm::StringRef F, llvm::StringRef Caller) {
    if (F.empty() || !Calls.contains(F))
      return;
    auto [At, New] = DepthOf.try_emplace(F, Result.Length);
    if (New)
      Level.push_back(F);
    if (At->second == Result.Length)
      Callers[F].push_back(Caller);
  }

  void lookInto(llvm::StringRef F) {
    for (const ModuleCall &C : Calls.find(F)->second.Calls)
      if (C.Allocates && C.At) {
        Result.Ends.push_back(
            {Names.of(*C.At->getScope()->getSubprogram()), C.At->getLine(), C.At->getColumn()});
        Found.push_back(F);
      }
  }

  AllocationWay wayBack() {
    while (!Found.empty()) {
      const llvm::StringRef F = Found.pop_back_val();
      if (!F.empty() && Result.Through.insert(F).second)
        llvm::append_range(Found, Callers[F]);
    }
    return std::move(Result);
  }

  const ModuleCalls &Calls;
  FunctionNames &Names;
  AllocationWay Result;
  std::vector<llvm::StringRef> Level;
  llvm::SmallVector<llvm::StringRef> Found;
  llvm::DenseMap<llvm::StringRef, unsigned> DepthOf;
  llvm::DenseMap<llvm::StringRef, llvm::SmallVector<llvm::StringRef, 2>> Callers;
};

} // namespace

std::optional<AllocationWay> wayToAllocation(const ModuleCalls &Calls, const ModuleCall &From,
                                             FunctionNames &Names) {
  if (!From.Allocates)
    return Search(Calls, Names).from(From.Callee);
  AllocationWay Here;
  Here.Ends.push_back(
      {Names.of(*From.At->getScope()->getSubprogram()), From.At->getLine(), From.At->getColumn()});
  return Here;
}

llvm::DenseSet<llvm::StringRef> reachedFrom(const ModuleCalls &Calls, llvm::StringRef Function) {
  llvm::DenseSet<llvm::StringRef> Reached;
  llvm::SmallVector<llvm::StringRef> Open{Function};
  while (!Open.empty()) {
    const llvm::StringRef F = Open.pop_back_val();
    if (!Reached.insert(F).second)
      continue;
    if (const auto *Body = Calls.find(F); Body != Calls.end())
      llvm::append_range(Open, Body->second.Mentions);
  }
  return Reached;
}

} // namespace memlint
