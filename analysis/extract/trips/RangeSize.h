// What a range says of its own size: size() of classes whose size is the number of their elements,
// and types that hold it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPS_RANGESIZE_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPS_RANGESIZE_H

#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/Type.h"

namespace clang {
class CXXMemberCallExpr;
class CXXOperatorCallExpr;
class Expr;
} // namespace clang

namespace memlint {

/// Whether the call asks a range for its size.
bool asksForSize(const clang::CXXMemberCallExpr &Call);

/// The number of elements that the type alone tells: of an array, or of std::array.
std::optional<std::uint64_t> sizeOfType(const clang::ASTContext &Context, clang::QualType Type);

/// The number of steps from a range's begin to its end. `Range` is an object that is named or
/// pointed to, or what a const member function without arguments returns by reference.
TripCountOrReason rangeSize(const clang::ASTContext &Context, const clang::Expr &Range);

/// The same of the range `Object`, or of what it points to with `Arrow`; `Read` is noted as what
/// the count reads.
TripCountOrReason rangeSize(const clang::ASTContext &Context, const clang::Expr &Object, bool Arrow,
                            const clang::Expr &Read);

/// The size() of `Object`, or of what it points to with `Arrow`; its class need not have a begin().
TripCountOrReason objectSize(const clang::ASTContext &Context, const clang::Expr &Object,
                             bool Arrow);

/// The range whose size `E` asks for, as `x` of `x.size()`, `std::size(x)` and `std::ssize(x)`;
/// null for any other expression.
const clang::Expr *askedRange(const clang::Expr &E);

/// `*pointer` of a smart pointer, or `container[index]`: a const operator of the standard that
/// gives a reference and has no effect.
bool readsThrough(const clang::CXXOperatorCallExpr &Call);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPS_RANGESIZE_H
