// Strings made for code that only reads them, where a string_view would do: arguments of functions
// in sight, results of substr().
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_STRINGTEMPORARIES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_STRINGTEMPORARIES_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/BodyUses.h"
#include "analysis/model/GrowthFacts.h"

namespace memlint {

/// Of one function. `Words` holds what is made into a string; `Number` is 1 inside a loop, else 0.
std::vector<WasteFact> stringTemporaries(clang::ASTContext &Context, SourceMap &Map,
                                         const BodyUses &Body);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_STRINGTEMPORARIES_H
