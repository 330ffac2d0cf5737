// What a candidate's own declaration, and the declarations that use it, say of its order: fields
// that fill gaps on purpose, generated code, an interface to other code, volatile memory.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDERCONVENTIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDERCONVENTIONS_H

#include "analysis/extract/records/OrderEvidence.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/Basic/SourceLocation.h"
#include "llvm/ADT/DenseMap.h"

namespace memlint {

class OrderConventions {
public:
  explicit OrderConventions(OrderEvidence &Evidence) : Evidence(Evidence) {}

  /// Asked once for each candidate.
  void seeRecord(const MovingRecord &Record);
  void seeUnion(const clang::RecordDecl &Union);
  /// A defaulted `<=>` compares the fields in their order; `==` gives the same in any.
  void seeFunction(const clang::FunctionDecl &Function);
  /// Objects that are volatile, or put into a section.
  void seeVariable(const clang::DeclaratorDecl &Variable);
  void seeCastToVolatile(const clang::CastExpr &Cast);
  /// Reflection that counts fields.
  void seeCall(const clang::CallExpr &Call);

private:
  void seeInterface(const MovingRecord &Record);
  /// A header of C that C++ includes too: `extern "C"` stands in it, if only for the other
  /// language.
  bool isSharedWithCpp(const clang::RecordDecl &Record);
  void seeGeneratedFile(const MovingRecord &Record);
  void seeMacrosInBody(const MovingRecord &Record);
  void seeFields(const MovingRecord &Record);
  void seeVolatileFields(const MovingRecord &Record);
  void seeNewNeighbours(const MovingRecord &Record);
  bool isVolatile(clang::QualType Type) const;
  const MovingRecord *volatileIn(clang::QualType Type) const;
  const MovingRecord *deviceAt(const clang::CastExpr &Cast) const;

  OrderEvidence &Evidence;
  llvm::DenseMap<clang::FileID, bool> Shared; // the headers of C looked through
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDERCONVENTIONS_H
