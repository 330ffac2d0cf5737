// Loops that grow a container by one element in each iteration, with the number known before the
// loop: the simple form, a local vector and a single loop around the growing call.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include <functional>
#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace memlint {

/// The growths in one function with a body. Calls `Silent` with a reason for each container that
/// grows in a loop and is passed over.
std::vector<GrowthFact> growthFacts(clang::ASTContext &Context, SourceMap &Map,
                                    const clang::FunctionDecl &Function,
                                    const std::function<void(const char *)> &Silent);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_H
