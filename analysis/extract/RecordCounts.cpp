#include "analysis/extract/RecordCounts.h"

namespace memlint {

std::vector<RecordCountFact> recordCounts(clang::ASTContext &, SourceMap &,
                                          std::span<const ReorderCandidate>) {
  return {};
}

} // namespace memlint
