// Containers of static storage that one unit alone can see and nothing in it ever makes smaller.
// Uses are gathered function by function; what is left is told at the unit's end.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWONLYCONTAINERS_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWONLYCONTAINERS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/BodyUses.h"
#include "analysis/model/GrowthFacts.h"

namespace memlint {

class GrowOnlyContainers {
public:
  explicit GrowOnlyContainers(SourceMap &Map) : Map(Map) {}

  void read(clang::ASTContext &Context, const BodyUses &Body);
  std::vector<WasteFact> finish();

private:
  struct Known {
    const clang::VarDecl *Var;
    WasteFact Fact;
    bool Bounded = false; // or not known to grow without end
  };
  Known *known(clang::ASTContext &Context, const clang::VarDecl &Var);
  void judge(const clang::ASTContext &Context, const BodyUses &Body, const VariableUse &Use,
             Known &Container);

  SourceMap &Map;
  std::vector<Known> All; // in the order of the source
  llvm::DenseMap<const clang::VarDecl *, std::size_t> Index;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWONLYCONTAINERS_H
