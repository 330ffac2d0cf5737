// How many objects of a record the unit makes, as far as the source says it: arrays, elements of
// containers, allocations of many or in a loop.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDCOUNTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDCOUNTS_H

#include "analysis/extract/records/CandidateWalk.h"
#include "analysis/extract/records/ReorderCandidate.h"

#include <memory>
#include <span>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

class SourceMap;

/// Evidence for the candidates, also where they are made inside another record: an array of 100
/// objects that hold 3 candidates each is one of 300. Pointers to a candidate say nothing.
std::unique_ptr<CandidateReader> readRecordCounts(const clang::ASTContext &Context, SourceMap &Map,
                                                  std::span<const ReorderCandidate> Candidates,
                                                  std::vector<RecordCountFact> &Result);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDCOUNTS_H
