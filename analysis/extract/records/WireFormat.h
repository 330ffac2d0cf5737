// Fields that hold numbers in the byte order of a network or a file: what is read from them is
// converted, or what is stored in them was. Such a record is laid out as its messages are.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_WIREFORMAT_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_WIREFORMAT_H

#include "analysis/extract/records/OrderEvidence.h"

#include "clang/AST/Expr.h"

namespace memlint {

class WireFormat {
public:
  explicit WireFormat(OrderEvidence &Evidence) : Evidence(Evidence) {}

  void seeCall(const clang::CallExpr &Call);
  void seeAssignment(const clang::BinaryOperator &Operator);

private:
  void block(const clang::Expr &Field, llvm::StringRef Conversion, clang::SourceLocation Where);

  OrderEvidence &Evidence;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_WIREFORMAT_H
