// What becomes of the object that an allocation in a loop makes: whether it may outlive the turn of
// the loop that made it. Used to count objects (RecordCounts).
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_LOOPRESULTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_LOOPRESULTS_H

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace clang {
class BinaryOperator;
class CallExpr;
class Decl;
class Expr;
class FunctionDecl;
class MemberExpr;
class Stmt;
class VarDecl;
} // namespace clang

namespace memlint {

/// A local variable keeps its object to itself where it is only looked through, compared and freed.
class LoopResults {
public:
  /// Reads the whole body of a function.
  explicit LoopResults(const clang::FunctionDecl &Function);

  /// Whether something may know the object that an allocation in the function makes when the turn
  /// of its loop ends.
  bool mayOutlive(const clang::Expr &Allocation) const;

private:
  struct Uses { // Lent: a method or a reference may keep it
    unsigned All = 0, Harmless = 0, Lent = 0;
    bool Freed = false;
  };

  friend class ResultVisitor;
  void readDecl(const clang::Decl &D);
  void readStmt(const clang::Stmt &S);
  void takes(const clang::VarDecl &Variable, const clang::Expr &Value);
  void harmless(const clang::Expr *E);
  void readMember(const clang::MemberExpr &Member);
  void readCall(const clang::CallExpr &Call);
  void readOperator(const clang::BinaryOperator &Operator);
  void readOther(const clang::Stmt &S);

  llvm::DenseMap<const clang::Expr *, const clang::VarDecl *> Takers;
  llvm::DenseMap<const clang::VarDecl *, Uses> Known;
  llvm::DenseSet<const clang::VarDecl *> HandedOn;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_LOOPRESULTS_H
