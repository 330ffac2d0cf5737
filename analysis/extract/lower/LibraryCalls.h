// What library code and the compiler's own functions call of the user's classes, where this unit
// has no body of theirs: constructors of what make_unique() makes, destructors of members. The
// lowering adds it to their symbols (as the attribute `calls`), so that the solver does not
// take for nothing what it cannot see.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_LIBRARYCALLS_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_LIBRARYCALLS_H

#include <vector>

namespace clang {
class CXXMethodDecl;
class CXXRecordDecl;
class FunctionDecl;
} // namespace clang

namespace memlint {

class SourceMap;

/// Of a library's function that forwards arguments to a constructor, of a container's constructor,
/// of a destructor that the compiler makes. Null: one that cannot be named. Empty for all others.
std::vector<const clang::CXXMethodDecl *> calledUnseen(const clang::FunctionDecl &Function,
                                                       const SourceMap &Map);

/// The class of which a library's function makes an object, from arguments that it only forwards;
/// null: it does not, or of no class.
const clang::CXXRecordDecl *madeOfForwarded(const clang::FunctionDecl &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_LIBRARYCALLS_H
