// The smaller order of a record's fields where there is one: found by the layout room, confirmed by
// Clang's own layout of it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_SMALLERORDERS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_SMALLERORDERS_H

#include "analysis/model/Facts.h"

#include <optional>

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace memlint {

class DefinitionMemory;

/// Fills in `Smaller`, or `NotReordered` where none was looked for. `Fact` holds the record as
/// declared: size, alignment and fields.
void findSmallerOrder(clang::ASTContext &Context, const clang::RecordDecl &Record, RecordFact &Fact,
                      DefinitionMemory &Memory);

/// The layout room's proposal, after Clang's own layout of it agreed; also for records whose layout
/// is meant, such as packed ones. `NotReordered` is filled in where none is to be trusted. `Moved`
/// counts a run of bit-fields as one.
std::optional<SmallerOrder> smallerOrderByClang(clang::ASTContext &Context,
                                                const clang::RecordDecl &Record, RecordFact &Fact);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_SMALLERORDERS_H
