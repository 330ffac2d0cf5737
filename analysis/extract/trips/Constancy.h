// Whether what an expression reads keeps its value while a loop or a statement runs: no change in
// it by name, and no way to change it without naming it. Trip counts rest on it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPS_CONSTANCY_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPS_CONSTANCY_H

#include "analysis/extract/trips/LoopEffects.h"

#include "clang/AST/Type.h"

namespace memlint {

class Constancy {
public:
  /// `Running` is what the statement does; `FunctionBody`, around it, must outlive this.
  Constancy(LoopEffects Running, const clang::Stmt &FunctionBody)
      : Effects(std::move(Running)), FunctionBody(FunctionBody) {}

  const LoopEffects &effects() const { return Effects; }

  /// Whether an object that is named directly (see namedObject) or pointed to by one that is stays
  /// as it is.
  bool keeps(const clang::Expr &Object) const;
  /// The same of a local variable's own value, whatever it points to.
  bool keepsValue(const clang::VarDecl &Var) const;
  /// The same of all that an expression without side effects reads.
  bool keepsAll(const clang::Expr &E) const;

private:
  bool keepsNamed(const clang::Expr &E, const clang::ValueDecl &Object) const;
  bool keepsPointee(const clang::Expr &Pointer, clang::QualType Pointee) const;
  bool keepsReferred(const clang::VarDecl &Reference) const;
  bool keepsCalled(const clang::Expr &Call, const clang::Expr &Object) const;
  bool changesFields() const;

  LoopEffects Effects;
  const clang::Stmt &FunctionBody;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPS_CONSTANCY_H
