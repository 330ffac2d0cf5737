// A local smart pointer written as a variable of its object's type: `auto P = make_unique<T>(1)` as
// `T P(1)`, `P->` as `P.`, `*P` as `P`, `P.get()` as `&P`.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_OBJECTFORM_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_OBJECTFORM_H

#include "analysis/extract/owners/LocalMentions.h"
#include "analysis/extract/owners/VariableRewrite.h"
#include "analysis/model/OwnerFacts.h"

namespace memlint {

/// Whether it is an owner that begins with an object of the very type, which can live anywhere.
bool beginsWithObject(const clang::VarDecl &Var);

/// Of such a variable.
LocalFormFact objectForm(const clang::VarDecl &Var, llvm::ArrayRef<LocalMention> Mentions,
                         SourceMap &Map, VariableRewrite &To);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_OBJECTFORM_H
