// What a call that returns untyped memory asks for: objects of a type, one or several. Used to
// count objects (RecordCounts).
#ifndef MEMLINT_ANALYSIS_EXTRACT_ALLOCATIONREQUESTS_H
#define MEMLINT_ANALYSIS_EXTRACT_ALLOCATIONREQUESTS_H

#include "clang/AST/Type.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace clang {
class ASTContext;
class CallExpr;
class Expr;
class FunctionDecl;
} // namespace clang

namespace memlint {

struct AllocationRequest {
  clang::QualType Type;
  bool Many = false;                  // a number of them is asked for
  std::optional<std::uint64_t> Count; // that number, where it is a constant
  bool Known = false;                 // the function is known to allocate
};

/// Of an expression of an integer or enumeration type that is a constant and not negative. The
/// expression may be null.
std::optional<std::uint64_t> constantCount(const clang::ASTContext &Context, const clang::Expr *E);

/// `malloc(n * sizeof(T))`, and whatever else returns untyped memory for such a product, also one
/// that a function of the source computes; `calloc(n, sizeof(T))`, and with a number that is no
/// constant functions of that shape; with functions known to allocate also `malloc(sizeof(T))`.
void forEachRequest(const clang::ASTContext &Context, const clang::CallExpr &Call,
                    const clang::FunctionDecl &Callee,
                    const std::function<void(const AllocationRequest &)> &Visit);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_ALLOCATIONREQUESTS_H
