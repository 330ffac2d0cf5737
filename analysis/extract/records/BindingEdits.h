// Puts the names of a structured binding into the new order, so that each keeps its field.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_BINDINGEDITS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_BINDINGEDITS_H

#include "analysis/extract/records/InitListEdits.h"

namespace clang {
class DecompositionDecl;
class RecordDecl;
} // namespace clang

namespace memlint {

/// The record whose fields are bound, directly or as a base; null where there is none or none yet.
const clang::RecordDecl *boundRecord(const clang::DecompositionDecl &Bindings);

void editBindings(const clang::DecompositionDecl &Bindings, RecordRewrite &Rewrite);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_BINDINGEDITS_H
