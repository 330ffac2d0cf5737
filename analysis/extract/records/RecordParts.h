// What a record holds beside its own fields, by Clang's layout: pointers to virtual tables and
// bases, and the bases themselves. RecordLayouts puts it into the record's fact.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDPARTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDPARTS_H

#include "analysis/model/RecordFacts.h"

#include <vector>

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace memlint {

/// The pointers, the direct bases and then all virtual bases, also inherited ones. A vtable pointer
/// that is shared with a base is part of that base. An empty base takes 0 bytes.
std::vector<PartFact> partFacts(const clang::ASTContext &Context, const clang::RecordDecl &Record);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDPARTS_H
