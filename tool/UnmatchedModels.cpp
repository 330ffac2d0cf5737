#include "tool/UnmatchedModels.h"

#include "llvm/ADT/STLExtras.h"

namespace memlint {

std::vector<std::string> unmatchedModels(const Program &P, llvm::ArrayRef<ModelSet> Users) {
  if (Users.empty() || P.Functions.empty())
    return {};
  std::vector<const ir::Symbol *> Symbols;
  for (const ir::Function &F : P.Functions)
    for (const ir::Symbol &S : F.Symbols)
      Symbols.push_back(&S);
  std::vector<std::string> Lines;
  for (const ModelSet &Set : Users) {
    Models Known;
    Known.add(Set, ModelsOf::Users); // which kinds there are was judged before
    llvm::append_range(Lines, Known.unmatched(Set.Path, Symbols));
  }
  return Lines;
}

} // namespace memlint
