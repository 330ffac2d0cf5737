// The edits for a container that grows one by one: a reserve before the loop, or the loop replaced
// by one call where it is a plain copy.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHFIXES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHFIXES_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/growth/GrowthEvents.h"
#include "analysis/extract/trips/TripCount.h"

#include <string>
#include <vector>

namespace memlint {

struct GrowthToFix {
  const TrackedContainer &C;
  std::string Name;                      // of the container, as the source names it
  std::string Reserve;                   // what to pass to reserve()
  const clang::Stmt *Before;             // the loop or algorithm
  const TripCount *OneLoop = nullptr;    // its trips, where nothing else grows the container
  const clang::Expr *OnlyCall = nullptr; // the growing call of that loop
  bool StartsEmpty = false;
};

/// The best first. None where a preprocessor line stands directly before the loop.
std::vector<ProposedFix> growthFixes(const clang::ASTContext &Context, SourceMap &Map,
                                     const GrowthToFix &Growth);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHFIXES_H
