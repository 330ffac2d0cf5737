// The edits that put records of the unit into their smaller order, and the places that cannot be
// edited: the definition, constructor initializers, initializer lists, structured bindings.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_REORDEREDITS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_REORDEREDITS_H

#include "analysis/extract/records/CandidateWalk.h"
#include "analysis/extract/records/ReorderCandidate.h"

#include <memory>
#include <span>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

class DefinitionMemory;
class SourceMap;

/// Adds to `Result` a rewrite of each candidate whose edits are known, and to `Blockers` why others
/// have none. What `Blockers` already names when the walk is over is not to be rewritten.
std::unique_ptr<CandidateReader> readReorderEdits(clang::ASTContext &Context, SourceMap &Map,
                                                  std::span<const ReorderCandidate> Candidates,
                                                  DefinitionMemory &Memory,
                                                  std::vector<OrderBlockerFact> &Blockers,
                                                  std::vector<ReorderFact> &Result);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_REORDEREDITS_H
