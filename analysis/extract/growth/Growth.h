// Loops and algorithms that make a container longer one by one, by a number that is known before
// the first element: for each, what to reserve and where.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTH_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTH_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include <functional>
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace memlint {

/// The growths in one function with a body, an instance of a template or not. Calls `Silent` with a
/// reason for each place where a container grows and nothing is said.
std::vector<GrowthFact> growthFacts(clang::ASTContext &Context, SourceMap &Map,
                                    const clang::FunctionDecl &Function,
                                    const std::function<void(const char *)> &Silent);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTH_H
