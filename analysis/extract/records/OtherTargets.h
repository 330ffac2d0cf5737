// How large records are on targets that the unit is not compiled for, by Clang's own layout there.
// The last step of extraction, for the few records that have a smaller order, when asked for.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_OTHERTARGETS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_OTHERTARGETS_H

#include "analysis/model/RecordFacts.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <utility>

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace memlint {

/// Whether this Clang can lay records out for a target: a triple, or its beginning as in `wasm32`.
bool isKnownTarget(llvm::StringRef Triple);

/// Fills RecordFact::Targets of facts that have a `Smaller`. A target is left out where the record
/// cannot be carried over to it without its headers. The copy of a record is trusted only where the
/// unit's own target lays it out as it does the original.
void measureOnTargets(clang::ASTContext &Context,
                      llvm::ArrayRef<std::pair<const clang::RecordDecl *, RecordFact *>> Records,
                      llvm::ArrayRef<std::string> Targets);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_OTHERTARGETS_H
