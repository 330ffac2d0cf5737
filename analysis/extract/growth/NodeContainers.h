// Local containers with an allocation for each element that a vector of the elements would do
// without: lists that are only appended to and read, vectors of pointers to small objects.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_NODECONTAINERS_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_NODECONTAINERS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/BodyUses.h"
#include "analysis/model/GrowthFacts.h"

namespace memlint {

/// Of one function. `Words` holds what to use instead.
std::vector<WasteFact> nodeContainers(clang::ASTContext &Context, SourceMap &Map,
                                      const BodyUses &Body);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_NODECONTAINERS_H
