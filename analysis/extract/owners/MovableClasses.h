// Whether objects of a class can be copied or moved by what the compiler writes, told without
// asking it to declare anything.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_MOVABLECLASSES_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_MOVABLECLASSES_H

#include "clang/AST/DeclCXX.h"

namespace memlint {

/// A copy or a move, by construction or assignment, that copies or moves member by member. In doubt
/// there is one.
bool copiesByMembers(const clang::CXXRecordDecl &Class);
bool movesByMembers(const clang::CXXRecordDecl &Class);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_MOVABLECLASSES_H
