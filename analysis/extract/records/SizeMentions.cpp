#include "analysis/extract/records/SizeMentions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

namespace memlint {
namespace {

using namespace clang;

constexpr unsigned VariablesFollowed = 3; // one through another

bool mentions(const Stmt *In, llvm::function_ref<bool(QualType)> Wanted, unsigned Follow) {
  return anyWithin(In, [&](const Stmt &S) {
    if (const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(&S))
      return Wanted(QualType(Size->getTypeOfArgument()->getBaseElementTypeUnsafe(), 0));
    const auto *Ref = dyn_cast<DeclRefExpr>(&S);
    const auto *Variable = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return Variable && Follow && Variable->getType()->isIntegralOrEnumerationType() &&
           mentions(Variable->getAnyInitializer(), Wanted, Follow - 1);
  });
}

} // namespace

bool mentionsSize(const Stmt *In, llvm::function_ref<bool(QualType)> Wanted) {
  return mentions(In, Wanted, VariablesFollowed);
}

bool anyWithin(const Stmt *In, llvm::function_ref<bool(const Stmt &)> Wanted) {
  if (!In)
    return false;
  if (Wanted(*In))
    return true;
  if (isa<UnaryExprOrTypeTraitExpr, LambdaExpr>(In))
    return false;
  return llvm::any_of(In->children(), [&](const Stmt *Child) { return anyWithin(Child, Wanted); });
}

} // namespace memlint
