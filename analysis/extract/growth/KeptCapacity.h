// Memory that code means to give back and keeps: clear() and `= {}` of containers that outlive the
// function, where its name or a comment speaks of freeing.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_KEPTCAPACITY_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_KEPTCAPACITY_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/BodyUses.h"
#include "analysis/model/GrowthFacts.h"

namespace memlint {

/// Of one function. `Words` holds the form: clear, assign or erase.
std::vector<WasteFact> keptCapacity(clang::ASTContext &Context, SourceMap &Map,
                                    const BodyUses &Body);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_KEPTCAPACITY_H
