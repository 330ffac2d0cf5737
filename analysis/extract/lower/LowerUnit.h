// All bodies of a unit in the memory IR: of functions, of what templates and lambdas make, of
// what the compiler writes, and the initializers of globals.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWERUNIT_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWERUNIT_H

#include "analysis/model/MemoryIr.h"

#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

class SourceMap;

/// Walks over the traversal scope, every instance of its templates included. Each body stands once.
std::vector<ir::Function> lowerUnit(clang::ASTContext &Context, SourceMap &Map);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWERUNIT_H
