// Which implementation of the standard library a unit is compiled with: what growing costs and what
// is kept without an allocation differs between them.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_STANDARDLIBRARY_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_STANDARDLIBRARY_H

#include "analysis/model/Facts.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

/// From the macros that the library's headers define; where none is included, the one that the
/// target comes with.
StandardLibrary standardLibraryOf(const clang::ASTContext &Context);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_STANDARDLIBRARY_H
