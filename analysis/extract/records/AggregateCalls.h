// Calls into a library that make an aggregate from the arguments of a pack, one for each field:
// emplace_back, make_unique, construct_at. The fields' order is in the call, but not in a list.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_AGGREGATECALLS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_AGGREGATECALLS_H

#include "llvm/ADT/ArrayRef.h"

#include <vector>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class Expr;
class FunctionDecl;
} // namespace clang

namespace memlint {

/// The aggregates that the call may so make. Since C++20 only.
std::vector<const clang::CXXRecordDecl *>
aggregatesMadeBy(const clang::ASTContext &Context, const clang::FunctionDecl &Callee,
                 llvm::ArrayRef<const clang::Expr *> Arguments);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_AGGREGATECALLS_H
