// Classes whose objects keep no pointer that they are given: numbers, strings, containers of them.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_PLAINOWNERS_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_PLAINOWNERS_H

#include "clang/AST/DeclCXX.h"

namespace memlint {

/// Whether all that an object of the class holds are values, and memory that it made itself for
/// such values. False where the class is not complete.
bool isPlainOwner(const clang::CXXRecordDecl &Class);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_PLAINOWNERS_H
