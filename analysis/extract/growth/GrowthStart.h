// What a container holds before the loop that grows it: from its declaration on, on every way to
// the loop.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHSTART_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHSTART_H

#include "analysis/extract/growth/GrowthEvents.h"

#include <variant>

namespace memlint {

enum class Content : std::uint8_t { Nothing, Elements };

/// What `C` holds directly before the statement at `Before`; or why it is not to be said: somebody
/// took care of its capacity, or can reach it otherwise.
std::variant<Content, const char *> contentBefore(const clang::ASTContext &Context,
                                                  const FunctionEvents &Events,
                                                  const TrackedContainer &C, unsigned Before,
                                                  const clang::FunctionDecl &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHSTART_H
