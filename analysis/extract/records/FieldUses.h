// How one unit's code uses certain members: where their address is needed, and which functions
// write to them.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_FIELDUSES_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_FIELDUSES_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/records/CandidateWalk.h"
#include "analysis/model/LayoutTraits.h"

#include "llvm/ADT/ArrayRef.h"

#include <memory>
#include <vector>

namespace clang {
class ASTContext;
class FieldDecl;
} // namespace clang

namespace memlint {

/// Of a member that several threads write to, the functions that write; constructors and
/// destructors are left out: there the object is one thread's. Of any other member, the first place
/// where something is needed that a bit-field does not have.
std::unique_ptr<CandidateReader> readFieldUses(const clang::ASTContext &Context, SourceMap &Map,
                                               llvm::ArrayRef<const clang::FieldDecl *> Watched,
                                               std::vector<FieldUseFact> &Result);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_FIELDUSES_H
