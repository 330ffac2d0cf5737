#include "analysis/extract/lower/BodyErrors.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Stmt.h"
#include "clang/Basic/Diagnostic.h"

#include "llvm/ADT/STLExtras.h"

namespace memlint {

using namespace clang;

namespace {

bool hasErrors(const Stmt *S) {
  if (!S)
    return false;
  if (const auto *E = dyn_cast<Expr>(S); E && E->containsErrors())
    return true;
  if (const auto *Declared = dyn_cast<DeclStmt>(S);
      Declared && llvm::any_of(Declared->decls(), [](const Decl *D) { return D->isInvalidDecl(); }))
    return true;
  return llvm::any_of(S->children(), hasErrors);
}

bool hasErrors(const CXXCtorInitializer &Init) {
  const auto *InClass = dyn_cast<CXXDefaultInitExpr>(Init.getInit());
  return InClass ? !InClass->getExpr() || hasErrors(InClass->getExpr()) : hasErrors(Init.getInit());
}

} // namespace

bool bodyHasErrors(const FunctionDecl &Function) {
  if (!Function.getASTContext().getDiagnostics().hasErrorOccurred())
    return false;
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function);
  return hasErrors(Function.getBody()) ||
         (Constructor && llvm::any_of(Constructor->inits(), [](const CXXCtorInitializer *Init) {
            return hasErrors(*Init);
          }));
}

} // namespace memlint
