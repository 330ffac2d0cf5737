// What the statements of a body say before its CFG is read: which expressions are whole ones, whose
// values nobody reads, and which statements stand in a try block.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYOUTLINE_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYOUTLINE_H

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <vector>

namespace memlint {

struct BodyOutline {
  explicit BodyOutline(const clang::Stmt *Body);

  llvm::DenseSet<const clang::Expr *> Whole;     // full expressions, without parentheses and casts
  llvm::DenseSet<const clang::Expr *> Discarded; // of these: nobody reads their values
  llvm::DenseSet<const clang::Expr *> Results;   // of these: values of statements in expressions
  llvm::DenseMap<const clang::Stmt *, const clang::CXXTryStmt *> TryOf; // the innermost
  llvm::DenseSet<const clang::Expr *> Named; // what a local number or truth is made of or set to
  llvm::DenseSet<const clang::Expr *> Spent; // pointers as numbers of which no pointer comes
  /// Copies of constant locals that are the result itself: what would move them.
  llvm::DenseMap<const clang::Expr *, const clang::CXXConstructorDecl *> MovedInPlace;
  std::vector<const clang::DeclStmt *> Declarations;
  std::vector<const clang::ReturnStmt *> Returns;
  std::vector<const clang::CXXTryStmt *> Tries;

private:
  void read(const clang::Stmt *S, bool ValueIsRead);
  void readExpression(const clang::Expr *E, bool IsSpent = false);
  void name(const clang::ValueDecl *By, const clang::Expr *E);
  void readTry(const clang::CXXTryStmt &S);
  void guard(const clang::Stmt *S, const clang::CXXTryStmt &By);
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_BODYOUTLINE_H
