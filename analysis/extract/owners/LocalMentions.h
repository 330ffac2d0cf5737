// The declarations of local variables that stand as statements of their own, and where each of
// these variables is named.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_LOCALMENTIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_LOCALMENTIONS_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

namespace memlint {

/// A name of a variable, and the expressions around it.
struct LocalMention {
  const clang::DeclRefExpr *Name = nullptr;
  const clang::Expr *Named = nullptr;               // the same in parentheses and conversions
  llvm::SmallVector<const clang::Stmt *, 8> Around; // those around `Named`, the innermost last

  /// The innermost at 0; null beyond the eighth.
  const clang::Stmt *around(std::size_t I) const {
    return I < Around.size() ? Around[Around.size() - 1 - I] : nullptr;
  }
};

using LocalMentions = llvm::MapVector<const clang::VarDecl *, llvm::SmallVector<LocalMention, 4>>;

/// Of the variables of the body, those of lambdas included, that `Wanted` asks for.
LocalMentions localMentions(const clang::Stmt *Body,
                            llvm::function_ref<bool(const clang::VarDecl &)> Wanted);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_LOCALMENTIONS_H
