// Whether an expression asks for the size or the alignment of a type, itself or through a variable
// that holds it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_SIZEMENTIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_SIZEMENTIONS_H

#include "clang/AST/Expr.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace memlint {

/// Whether `sizeof` or `alignof` of a type that `Wanted` accepts stands in `In`. Arrays are asked
/// for by their element. A variable is followed to its initializer, when it has one in sight.
bool mentionsSize(const clang::Stmt *In, llvm::function_ref<bool(clang::QualType)> Wanted);

/// Whether `Wanted` accepts `In` or an expression in it; not what a sizeof is asked of.
bool anyWithin(const clang::Stmt *In, llvm::function_ref<bool(const clang::Stmt &)> Wanted);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_SIZEMENTIONS_H
