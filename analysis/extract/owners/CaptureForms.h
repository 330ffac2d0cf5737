// Captures by reference that could as well be copies: of what never changes.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_CAPTUREFORMS_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_CAPTUREFORMS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/OwnerFacts.h"

#include "clang/AST/Decl.h"

#include <vector>

namespace memlint {

/// By the variable, of a body that depends on no template parameter. Only of variables whose value
/// holds no address: a copy of one would dangle no less.
std::vector<LocalFormFact> captureForms(clang::ASTContext &Context, SourceMap &Map,
                                        const clang::FunctionDecl &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_CAPTUREFORMS_H
