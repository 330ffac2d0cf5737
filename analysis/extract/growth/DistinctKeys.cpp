#include "analysis/extract/growth/DistinctKeys.h"

#include "analysis/extract/trips/LoopEffects.h"
#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The types that a class calls so; null where it has none.
QualType memberType(const CXXRecordDecl &Class, StringRef Name) {
  for (const NamedDecl *Member : Class.lookup(&Class.getASTContext().Idents.get(Name)))
    if (const auto *Type = dyn_cast<TypeDecl>(Member))
      return Class.getASTContext().getTypeDeclType(Type).getCanonicalType();
  return {};
}

/// The first of what is added: the key, where it is an expression of its own.
const Expr *keyOf(const Expr &Call) {
  const Expr *Key = nullptr;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call))
    Key = Operator->getNumArgs() == 2 ? Operator->getArg(1) : nullptr;
  else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    Key = Member->getNumArgs() > 0 ? Member->getArg(0) : nullptr;
  while (Key) {
    Key = Key->IgnoreUnlessSpelledInSource()->IgnoreParenImpCasts();
    if (const auto *List = dyn_cast<InitListExpr>(Key); List && List->getNumInits() > 0)
      Key = List->getInit(0);
    else if (const auto *Made = dyn_cast<CXXConstructExpr>(Key); Made && Made->getNumArgs() > 0)
      Key = Made->getArg(0);
    else if (const auto *Call = dyn_cast<CallExpr>(Key);
             Call && Call->isCallToStdMove() && Call->getNumArgs() == 1)
      Key = Call->getArg(0);
    else
      break;
  }
  return Key;
}

bool isKeyOfElement(const Expr *Key, const VarDecl &Element, bool IsMap) {
  if (const auto *Member = dyn_cast<MemberExpr>(Key)) {
    const auto *Of = dyn_cast<DeclRefExpr>(Member->getBase()->IgnoreParenImpCasts());
    return IsMap && Of && Of->getDecl() == &Element &&
           Member->getMemberDecl()->getDeclName().isIdentifier() &&
           Member->getMemberDecl()->getName() == "first";
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(Key);
  if (!Ref)
    return false;
  if (const auto *Binding = dyn_cast<BindingDecl>(Ref->getDecl()))
    return IsMap && Binding->getDecomposedDecl() == &Element &&
           cast<DecompositionDecl>(Element).bindings().front() == Binding;
  return Ref->getDecl() == &Element; // of a map: the pair is inserted as it is
}

} // namespace

bool addsDistinctKeys(const Expr &Call, const Stmt &Loop) {
  const Expr *Key = keyOf(Call);
  if (!Key)
    return false;
  if (const VarDecl *Counter = loopCounter(Loop)) {
    const auto *Ref = dyn_cast<DeclRefExpr>(Key);
    return Ref && Ref->getDecl() == Counter && Counter->getType()->isIntegerType() &&
           !effectsOf(Loop, Counter).Changed.contains(Counter);
  }
  const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop);
  const VarDecl *Element = Range ? Range->getLoopVariable() : nullptr;
  const CXXRecordDecl *Class =
      Range ? Range->getRangeInit()->getType().getNonReferenceType()->getAsCXXRecordDecl()
            : nullptr;
  if (!Element || !Class || !Class->hasDefinition() || memberType(*Class, "key_type").isNull() ||
      StringRef(Class->getNameAsString()).contains("multi"))
    return false;
  return isKeyOfElement(Key, *Element, !memberType(*Class, "mapped_type").isNull());
}

} // namespace memlint
