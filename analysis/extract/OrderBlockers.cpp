#include "analysis/extract/OrderBlockers.h"

namespace memlint {

std::vector<OrderBlockerFact> orderBlockers(clang::ASTContext &, SourceMap &,
                                            std::span<const ReorderCandidate>) {
  return {};
}

} // namespace memlint
