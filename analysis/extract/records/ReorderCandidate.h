// A record of the unit that has a smaller order. What asks about the uses of such records is asked
// once for all of them, after the walk that found them.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_REORDERCANDIDATE_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_REORDERCANDIDATE_H

#include "analysis/model/Facts.h"

namespace clang {
class RecordDecl;
} // namespace clang

namespace memlint {

/// `Fact` has `Smaller`; its `Fields` are the record's fields one to one.
struct ReorderCandidate {
  const clang::RecordDecl *Record;
  const RecordFact *Fact;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_REORDERCANDIDATE_H
