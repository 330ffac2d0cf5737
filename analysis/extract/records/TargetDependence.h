// Whether a type, as written, holds a number that another target would give another value:
// `char pad[64 - sizeof(void *)]`. The numbers in the AST are those of the unit's own target.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_TARGETDEPENDENCE_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_TARGETDEPENDENCE_H

namespace clang {
class Expr;
class FieldDecl;
} // namespace clang

namespace memlint {

/// Also where it cannot be known, as behind a call.
bool mayDependOnTarget(const clang::Expr &Number);

/// The numbers in the field's type, through typedefs, and its width.
bool mayDependOnTarget(const clang::FieldDecl &Field);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_TARGETDEPENDENCE_H
