// Large trivially copyable objects that are copied to be read: parameters passed by value, and the
// variables of range-for loops.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_LARGECOPIES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_LARGECOPIES_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/BodyUses.h"
#include "analysis/model/GrowthFacts.h"

namespace memlint {

/// Of one function, from 64 bytes on; the check has the limit.
std::vector<WasteFact> largeCopies(clang::ASTContext &Context, SourceMap &Map,
                                   const BodyUses &Body);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_LARGECOPIES_H
