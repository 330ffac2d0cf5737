// Where a function names its containers: each place in the order of the source, with the statements
// around it and what happens to the container there. One walk, from which everything around reserve
// is read (ContainerWaste).
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_CONTAINERMENTIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_CONTAINERMENTIONS_H

#include "analysis/extract/growth/GrowableContainers.h"

#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

namespace memlint {

/// How the source names an object: a variable or `this`, and data members of it. A pointer and what
/// it points to are one.
struct ObjectPath {
  const clang::VarDecl *Base = nullptr; // null: `this`
  llvm::SmallVector<const clang::ValueDecl *, 2> Fields;

  bool operator==(const ObjectPath &) const = default;
};

std::optional<ObjectPath> pathOf(const clang::Expr *E);

enum class ContainerAct {
  Grows,    // gets elements
  Reserves, // reserve(n)
  Indexes,  // v[i], front(), back()
  Asks,     // is read as a whole: size(), empty(), passed as const
  Iterates, // begin(), end(), data(), range-for: its elements are read or written
  Shrinks,  // may have fewer elements, or other ones: clear(), erase(), assignment, resize()
  Other     // handed out
};

using StatementPath = llvm::SmallVector<const clang::Stmt *, 12>; // from the outside inwards

struct ContainerMention {
  ObjectPath Path;
  const clang::Expr *Object = nullptr;   // names the container
  const clang::CallExpr *Call = nullptr; // of a member or operator of it
  ContainerAct Act = ContainerAct::Other;
  StatementPath Around;  // what encloses `Object`
  bool InLambda = false; // of the function that was read

  /// The member's name, or the operator.
  clang::SourceLocation location() const;
  const clang::CXXMethodDecl *method() const;
  bool isCallOf(llvm::StringRef Name) const;
};

/// A call inside a loop, or of the function itself.
struct CallPlace {
  const clang::CallExpr *Call;
  StatementPath Around;
};

struct ContainerMentions {
  std::vector<ContainerMention> Mentions;
  llvm::DenseMap<const clang::VarDecl *, StatementPath> Declared; // outside lambdas
  std::vector<const clang::VarDecl *> Variables;                  // in the order of the source
  std::vector<CallPlace> Calls;
  std::vector<std::pair<const clang::Stmt *, StatementPath>> Loops; // outside lambdas
  /// Jumps, suspends or holds errors: the order of the source says little.
  bool Unreadable = false;
};

ContainerMentions containerMentions(const clang::FunctionDecl &Function);

/// What a type, or what it refers or points to, is as a container that grows.
std::optional<GrowableContainer> growingType(const clang::ASTContext &Context,
                                             clang::QualType Type);

bool isLoop(const clang::Stmt &S);
/// The only statement of a block in a block, or `S` itself.
const clang::Stmt *onlyStatement(const clang::Stmt *S);
/// Without what the compiler adds, and without a cast to void.
const clang::Expr *asExpression(const clang::Stmt *S);
/// Whether the call is a statement of its own in a block; then that block.
const clang::CompoundStmt *blockOf(const ContainerMention &Use);
/// The part of `Block` that the use stands in; null if there is none.
const clang::Stmt *statementIn(const clang::CompoundStmt &Block, const ContainerMention &Use);

/// Calls `Visit` for every part of `S` that is evaluated, `S` included.
template <class Visitor> void forEachPart(const clang::Stmt *S, const Visitor &Visit) {
  if (!S)
    return;
  Visit(*S);
  for (const clang::Stmt *Part : S->children())
    forEachPart(Part, Visit);
}
bool mentions(const clang::Stmt *S, const ObjectPath &Path);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_CONTAINERMENTIONS_H
