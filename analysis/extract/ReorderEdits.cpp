#include "analysis/extract/ReorderEdits.h"

namespace memlint {

ReorderEdits reorderEdits(clang::ASTContext &, SourceMap &, std::span<const ReorderCandidate>) {
  return {};
}

} // namespace memlint
