// How a local smart pointer or vector is written as a variable without it: the edits that
// escape-stack proposes. Whether the object may live there is not asked here.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_LOCALFORMS_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_LOCALFORMS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include "clang/AST/Decl.h"

namespace memlint {

/// Of a function with a body that depends on no template parameter. A variable is left out where
/// one mention of it cannot be written in another way.
std::vector<LocalFormFact> localForms(clang::ASTContext &Context, SourceMap &Map,
                                      const clang::FunctionDecl &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_LOCALFORMS_H
