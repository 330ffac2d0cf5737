// Puts the member initializers of a constructor into the new order; bases stay in front. They run
// in the order of the fields however they are written.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_CONSTRUCTOREDITS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_CONSTRUCTOREDITS_H

namespace clang {
class CXXConstructorDecl;
} // namespace clang

namespace memlint {

class RecordRewrite;

/// `Constructor` is a definition that somebody wrote, of the record that is rewritten.
void editConstructor(const clang::CXXConstructorDecl &Constructor, RecordRewrite &Rewrite);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_CONSTRUCTOREDITS_H
