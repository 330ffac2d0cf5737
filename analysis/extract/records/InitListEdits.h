// Rewrites the initializer lists of a record: positional ones, also where braces are left out or
// fields are, and C++'s designated ones. Called for each list of the unit that is written in
// braces.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITLISTEDITS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITLISTEDITS_H

#include "llvm/ADT/STLFunctionalExtras.h"

namespace clang {
class ASTContext;
class InitListExpr;
class RecordDecl;
} // namespace clang

namespace memlint {

class RecordRewrite;

/// The rewrite of a type's record; null where the type is no candidate.
using RewriteOf = llvm::function_ref<RecordRewrite *(const clang::RecordDecl &)>;

/// `List` is the semantic form of a list with braces of its own. Reads it and those below it that
/// have no braces.
void editInitList(clang::ASTContext &Context, const clang::InitListExpr &List, RewriteOf Rewrites);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_INITLISTEDITS_H
