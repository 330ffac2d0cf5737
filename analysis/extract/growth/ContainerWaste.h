// Waste around containers that grow, in one function: everything that the checks around
// reserve-missing read, from one walk.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_CONTAINERWASTE_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_CONTAINERWASTE_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include <vector>

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace memlint {

/// Adds what a function with a body wastes.
void readContainerWaste(clang::ASTContext &Context, SourceMap &Map,
                        const clang::FunctionDecl &Function, std::vector<WasteFact> &Facts);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_CONTAINERWASTE_H
