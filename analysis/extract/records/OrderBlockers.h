// Code of the unit that relies on the order of a record's fields in a way that no rewrite of
// declarations and initializers can follow: offsets, bytes, casts, asserts, conventions.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDERBLOCKERS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDERBLOCKERS_H

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

std::unique_ptr<CandidateReader> readOrderBlockers(clang::ASTContext &Context, SourceMap &Map,
                                                   std::span<const ReorderCandidate> Candidates,
                                                   std::vector<OrderBlockerFact> &Result);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDERBLOCKERS_H
