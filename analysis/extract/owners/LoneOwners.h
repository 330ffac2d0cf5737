// Local shared pointers that nothing shares: what escape-unshared says of variables.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_LONEOWNERS_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_LONEOWNERS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include "clang/AST/Decl.h"

namespace memlint {

/// Of a function with a body that depends on no template parameter. One mention that is more than a
/// look at the object, and the variable is left out.
std::vector<LoneOwnerFact> loneOwners(clang::ASTContext &Context, SourceMap &Map,
                                      const clang::FunctionDecl &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_LONEOWNERS_H
