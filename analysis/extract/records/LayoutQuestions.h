// Code that asks how a candidate is laid out, and so may rely on the answer: offsetof, assertions
// of its size, traits of its layout, members as template arguments.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTQUESTIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTQUESTIONS_H

#include "analysis/extract/records/OrderEvidence.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/TemplateBase.h"
#include "clang/AST/TypeLoc.h"
#include "llvm/ADT/DenseSet.h"

namespace memlint {

class LayoutQuestions {
public:
  explicit LayoutQuestions(OrderEvidence &Evidence) : Evidence(Evidence) {}

  void seeOffsetOf(const clang::OffsetOfExpr &Offset);
  /// `&((T *)0)->field`, as it was written before there was an offsetof.
  void seeAddressOf(const clang::UnaryOperator &Operator);
  void seeStaticAssert(const clang::StaticAssertDecl &Assert);
  /// `char assertion[sizeof(T) == 24 ? 1 : -1]`
  void seeArray(const clang::ConstantArrayTypeLoc &Array);
  /// `sizeof(T) == 24` where the program asks at run time, or for a bit-field's width.
  void seeComparison(const clang::BinaryOperator &Operator);
  void seeTrait(const clang::TypeTraitExpr &Trait);
  void seeTraitName(const clang::DeclRefExpr &Name);
  void seeTemplateArgument(const clang::TemplateArgumentLoc &Argument);

private:
  bool asksAbout(const clang::Stmt &In, const MovingRecord &Record);
  std::string textOf(const clang::Expr &E) const;
  void leaveComparisons(const clang::Stmt &In);

  OrderEvidence &Evidence;
  llvm::DenseSet<const clang::Stmt *> Told; // comparisons in what was told as a whole
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTQUESTIONS_H
