// Whether the keys that a loop adds to a hash container differ from one another, so that each makes
// it longer.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_DISTINCTKEYS_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_DISTINCTKEYS_H

namespace clang {
class Expr;
class Stmt;
} // namespace clang

namespace memlint {

/// `Call` adds a key in each iteration of `Loop`: the loop's counter, an element of a set, or the
/// key of a map's element.
bool addsDistinctKeys(const clang::Expr &Call, const clang::Stmt &Loop);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_DISTINCTKEYS_H
