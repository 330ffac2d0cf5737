// Rewrites the definition of a record: declarations move as they stand, with their attributes and
// comments; what does not move stays untouched.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_DEFINITIONEDITS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_DEFINITIONEDITS_H

namespace memlint {

class RecordRewrite;

void editDefinition(RecordRewrite &Rewrite);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_DEFINITIONEDITS_H
