// Empty members and bases take no room of their own, but two of one type must not stand at one
// address (Itanium C++ ABI 2.4 II): where that may happen, an order is more than sizes in a row.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_EMPTYMEMBERS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_EMPTYMEMBERS_H

namespace clang {
class RecordDecl;
} // namespace clang

namespace memlint {

/// Whether in some order of the record's fields an empty subobject could meet another of its type,
/// and have to give way. May say so where it cannot happen, never the reverse.
bool emptyMembersMayMeet(const clang::RecordDecl &Record);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_EMPTYMEMBERS_H
