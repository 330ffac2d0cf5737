// Local objects that allocate each time they are made, and could be made once: regular expressions
// from constants, streams and engines in loops, containers that grow anew in each iteration.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_REBUILTOBJECTS_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_REBUILTOBJECTS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/BodyUses.h"
#include "analysis/model/GrowthFacts.h"

namespace memlint {

/// Of one function. `Words` holds what is rebuilt: regex, stream, engine, locale or container.
std::vector<WasteFact> rebuiltObjects(clang::ASTContext &Context, SourceMap &Map,
                                      const BodyUses &Body);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_REBUILTOBJECTS_H
