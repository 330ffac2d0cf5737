// How many objects of a record the unit makes, as far as the source says it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDCOUNTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDCOUNTS_H

#include "analysis/extract/ReorderCandidate.h"

#include <span>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

class SourceMap;

std::vector<RecordCountFact> recordCounts(clang::ASTContext &Context, SourceMap &Map,
                                          std::span<const ReorderCandidate> Candidates);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDCOUNTS_H
