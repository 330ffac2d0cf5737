// How one function's body uses the variables it names: each mention judged by the expression around
// it. Read by the extractors of wasted allocations and copies; parents are looked up only for what
// they ask.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_BODYUSES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_BODYUSES_H

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace clang {
class ASTContext;
class ParentMap;
} // namespace clang

namespace memlint {

enum class UseKind : std::uint8_t {
  Reads,
  Elements, // may change what a container holds, not how many
  Grows,
  Shrinks,
  Changes, // any other write
  Escapes  // moved, returned, captured, its address or a reference to it handed out
};

struct VariableUse {
  const clang::DeclRefExpr *Ref;
  UseKind Kind;
  /// The call of a member or operator, or the loop over it; null for other uses.
  const clang::Stmt *By = nullptr;
};

class BodyUses {
public:
  BodyUses(clang::ASTContext &Context, const clang::FunctionDecl &Function);
  ~BodyUses();

  const clang::FunctionDecl &function() const { return Function; }
  /// The variables with a declaration in the body; those of lambdas and local classes are left out.
  const std::vector<const clang::VarDecl *> &locals() const { return Locals; }
  /// Calls and constructions, in the order of the source, those of lambdas included.
  const std::vector<const clang::Expr *> &calls() const { return Calls; }
  const std::vector<const clang::CXXForRangeStmt *> &ranges() const { return Ranges; }
  /// Variables named in the body that are no locals of it, each once, in the order of the source.
  const std::vector<const clang::VarDecl *> &others() const { return Others; }
  /// Jumps, suspends, or holds errors: order and uses are not known.
  bool isUnreadable() const { return Unreadable; }

  bool isNamed(const clang::VarDecl &Var) const { return Mentions.contains(&Var); }
  std::vector<VariableUse> usesOf(const clang::VarDecl &Var) const;
  bool isOnlyRead(const clang::VarDecl &Var) const;
  /// What happens to the object that `Ref`, a name or a member, stands for. A name in a lambda that
  /// captures it escapes; with `InLambdas` it is judged where it stands.
  VariableUse useOf(const clang::Expr &Ref, bool InLambdas = false) const;
  const clang::Stmt *parent(const clang::Stmt &S) const;
  /// The innermost loop of the same function whose body or head `S` stands in; null for none.
  const clang::Stmt *loopAround(const clang::Stmt &S) const;

private:
  friend class BodyReader;
  clang::ASTContext &Context;
  const clang::FunctionDecl &Function;
  std::vector<const clang::VarDecl *> Locals, Others;
  std::vector<const clang::Expr *> Calls;
  std::vector<const clang::CXXForRangeStmt *> Ranges;
  llvm::DenseMap<const clang::VarDecl *, llvm::SmallVector<const clang::DeclRefExpr *, 4>> Mentions;
  bool Unreadable = false;
  mutable std::unique_ptr<clang::ParentMap> Parents;
};

/// A class of namespace std with this name, through typedefs; not one that derives from it.
bool isStandardClass(clang::QualType Type, llvm::StringRef Name);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_BODYUSES_H
