// What else happens where an initializer is evaluated, as far as another one evaluated before
// instead of after it could tell.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_EVALUATIONEFFECTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_EVALUATIONEFFECTS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace memlint {

/// A variable, or one field of it or of what it points to.
struct VariablePath {
  const clang::VarDecl *Variable;
  const clang::ValueDecl *Field; // null for the whole

  bool overlaps(const VariablePath &Other) const {
    return Variable == Other.Variable && (!Field || !Other.Field || Field == Other.Field);
  }
};

struct EvaluationEffects {
  bool Observable = false;   // calls code that may do anything, or changes what others may see
  bool ReadsGlobals = false; // variables that such code may change
  llvm::SmallVector<VariablePath, 2> Changed, Mentioned;
};

/// What a call of a function may do besides giving a value, as far as its body is in sight.
struct FunctionEffects {
  bool Loud = false;         // changes what others may see, or is not in sight
  bool ReadsGlobals = false; // as above
  bool WritesOwn = false;    // changes fields of the object that it is a method of
};

/// Remembers what it learnt of functions; for one unit.
class EffectsReader {
public:
  EvaluationEffects read(const clang::Expr &Evaluated);
  /// A constructor's writes to its own object are not counted.
  FunctionEffects of(const clang::FunctionDecl &Function);

private:
  FunctionEffects ofStandard(const clang::FunctionDecl &Function);
  FunctionEffects ofBody(const clang::FunctionDecl &Definition);

  llvm::DenseMap<const clang::Decl *, FunctionEffects> Known;
  unsigned Depth = 0;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_EVALUATIONEFFECTS_H
