// A local std::vector of constant length written as a std::array: another declaration, and an
// #include.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_ARRAYFORM_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_ARRAYFORM_H

#include "analysis/extract/owners/LocalMentions.h"
#include "analysis/extract/owners/VariableRewrite.h"
#include "analysis/model/OwnerFacts.h"

namespace memlint {

/// Whether it is a std::vector that begins with elements.
bool beginsWithElements(const clang::VarDecl &Var);

/// Of such a variable. Each use must mean the same of a std::array: its elements and their number
/// are asked for, no more.
LocalFormFact arrayForm(const clang::VarDecl &Var, llvm::ArrayRef<LocalMention> Mentions,
                        SourceMap &Map, VariableRewrite &To);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_ARRAYFORM_H
