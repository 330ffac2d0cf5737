// The smaller order of a record's fields where there is one: found by the layout room, confirmed by
// Clang's own layout of it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_SMALLERORDERS_H
#define MEMLINT_ANALYSIS_EXTRACT_SMALLERORDERS_H

#include "analysis/model/Facts.h"

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace memlint {

/// The layout room's best proposal that Clang's own layout agrees with, of a struct or class of any
/// kind that RecordUnits.h can tell of. `Fact` holds the record as declared: size, alignment and
/// fields; `NotReordered` is filled in where no proposal is to be trusted. `Moved` counts a run of
/// bit-fields as one.
std::optional<SmallerOrder> smallerOrderByClang(clang::ASTContext &Context,
                                                const clang::RecordDecl &Record, RecordFact &Fact);

/// The same for records whose layout is not meant: fills in `Smaller`, or `NotReordered` where none
/// was looked for. `Fact` holds the record as declared: size, alignment and fields.
void findSmallerOrder(clang::ASTContext &Context, const clang::RecordDecl &Record,
                      RecordFact &Fact);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_SMALLERORDERS_H
