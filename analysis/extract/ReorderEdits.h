// The edits that put records of the unit into their smaller order, and the places that cannot be
// edited: the definition, constructor initializers, initializer lists, structured bindings.
#ifndef MEMLINT_ANALYSIS_EXTRACT_REORDEREDITS_H
#define MEMLINT_ANALYSIS_EXTRACT_REORDEREDITS_H

#include "analysis/extract/ReorderCandidate.h"

#include <span>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

class SourceMap;

struct ReorderEdits {
  std::vector<ReorderFact> Reorders;      // one for each candidate whose edits are known
  std::vector<OrderBlockerFact> Blockers; // why others have none
};

ReorderEdits reorderEdits(clang::ASTContext &Context, SourceMap &Map,
                          std::span<const ReorderCandidate> Candidates);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_REORDEREDITS_H
