// Wasted allocations and copies of one unit: asks the extractor of each kind about each function,
// over one reading of its body.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_WASTES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_WASTES_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/GrowOnlyContainers.h"

namespace memlint {

class Wastes {
public:
  Wastes(clang::ASTContext &Context, SourceMap &Map) : Context(Context), Map(Map), Grown(Map) {}

  /// Any function with a body that depends on no template parameter.
  void readBody(const clang::FunctionDecl &Function);
  /// Adds what was found; once, after every function.
  void finish(std::vector<WasteFact> &To);

private:
  clang::ASTContext &Context;
  SourceMap &Map;
  GrowOnlyContainers Grown;
  std::vector<WasteFact> Facts;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_WASTES_H
