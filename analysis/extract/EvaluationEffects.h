// What else happens where an initializer is evaluated, as far as another one evaluated before
// instead of after it could tell.
#ifndef MEMLINT_ANALYSIS_EXTRACT_EVALUATIONEFFECTS_H
#define MEMLINT_ANALYSIS_EXTRACT_EVALUATIONEFFECTS_H

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

/// Remembers what it learnt of functions; for one unit.
class EffectsReader {
public:
  explicit EffectsReader(const clang::ASTContext &Context) : Context(Context) {}

  EvaluationEffects read(const clang::Expr &Evaluated);

  /// Whether a function, as far as its body is in sight, changes nothing but its own variables and
  /// the object that it constructs. `ReadsGlobals` is set where it reads them.
  bool isQuiet(const clang::FunctionDecl &Function, bool &ReadsGlobals);

private:
  enum class Loudness { Quiet, ReadsGlobals, Loud };

  Loudness loudness(const clang::FunctionDecl &Function);
  Loudness loudnessOfBody(const clang::FunctionDecl &Definition);

  const clang::ASTContext &Context;
  llvm::DenseMap<const clang::Decl *, Loudness> Known;
  unsigned Depth = 0;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_EVALUATIONEFFECTS_H
