// Casts that look at an object of a candidate as something else, or at something else as one: as
// bytes, as another record, at a fixed address. A way to or from `void *` is none.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_OBJECTCASTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_OBJECTCASTS_H

#include "analysis/extract/records/OrderEvidence.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseSet.h"

namespace memlint {

class ObjectCasts {
public:
  explicit ObjectCasts(OrderEvidence &Evidence) : Evidence(Evidence) {}

  void see(const clang::CastExpr &Cast);
  /// The casts around an argument are the business of the call; `see` passes over them.
  void leaveToCall(const clang::Expr &Argument);

private:
  void seeView(const clang::CastExpr &Cast);
  void seeAddress(const clang::CastExpr &Cast);
  void asBytes(clang::QualType Object, clang::QualType Bytes, bool IntoBytes,
               const clang::CastExpr &Cast);
  void asAnother(const MovingRecord &Record, clang::QualType Other, const clang::Expr &From,
                 const clang::CastExpr &Cast);

  OrderEvidence &Evidence;
  llvm::DenseSet<const clang::Expr *> Left;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_OBJECTCASTS_H
