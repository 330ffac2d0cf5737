// Calls that read or write an object of a candidate as bytes: its address as `void *` or `char *`
// beside its size. What clears, copies or frees whole objects knows no order.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_BYTESOFOBJECT_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_BYTESOFOBJECT_H

#include "analysis/extract/records/ObjectCasts.h"
#include "analysis/extract/records/OrderEvidence.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"

namespace memlint {

class BytesOfObject {
public:
  BytesOfObject(OrderEvidence &Evidence, ObjectCasts &Casts) : Evidence(Evidence), Casts(Casts) {}

  /// Before the call that stands in the cast, so that what it returns is known to be an object.
  void seeResult(const clang::CastExpr &Cast);
  void seeCall(const clang::CallExpr &Call);
  void seeBitCast(const clang::CastExpr &Cast);

private:
  void seeMemoryCall(const clang::CallExpr &Call, unsigned Function);
  bool seePastField(const clang::CallExpr &Call, const clang::Expr &Argument);
  void seeSizedCall(const clang::CallExpr &Call);
  bool tellsSizeBeside(const clang::CallExpr &Call, const clang::Expr &Argument,
                       clang::QualType Object) const;
  bool seeViewOfBytes(const clang::CallExpr &Call);
  void block(const clang::CallExpr &Call, clang::QualType Object);

  OrderEvidence &Evidence;
  ObjectCasts &Casts;
  llvm::DenseMap<const clang::Expr *, clang::QualType> Results; // what calls are cast to
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_BYTESOFOBJECT_H
