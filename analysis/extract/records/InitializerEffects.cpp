#include "analysis/extract/records/InitializerEffects.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

namespace memlint {
namespace {

using namespace clang;

bool isOfLibrary(QualType Type) {
  const auto *Class = Type->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!Class)
    return !Type->isFunctionPointerType();
  const SourceManager &Sources = Class->getASTContext().getSourceManager();
  if (!Sources.isInSystemHeader(Class->getLocation()))
    return false;
  const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(Class);
  return !Instance || llvm::all_of(Instance->getTemplateArgs().asArray(), [](const auto &A) {
    return A.getKind() == TemplateArgument::Integral ||
           (A.getKind() == TemplateArgument::Type && isOfLibrary(A.getAsType()));
  });
}

bool isFixedVariable(const ValueDecl &Decl) {
  if (isa<EnumConstantDecl, FunctionDecl>(Decl))
    return true;
  const auto *Variable = dyn_cast<VarDecl>(&Decl);
  return Variable && !Variable->getType()->isReferenceType() &&
         Variable->getType().isConstQualified() && !Variable->getType().isVolatileQualified() &&
         Variable->getType()->isArithmeticType();
}

InitializerEffects operator|(InitializerEffects A, InitializerEffects B) {
  return {A.Acts || B.Acts, A.Reads || B.Reads};
}

/// What the node itself does, its operands aside.
InitializerEffects ownEffects(const Stmt &Node) {
  if (const auto *Reference = dyn_cast<DeclRefExpr>(&Node))
    return {false, !isFixedVariable(*Reference->getDecl())};
  if (const auto *Made = dyn_cast<CXXConstructExpr>(&Node))
    return {!Made->getConstructor()->isTrivial() && !isOfLibrary(Made->getType()), false};
  if (const auto *Bound = dyn_cast<CXXBindTemporaryExpr>(&Node))
    return {!isOfLibrary(Bound->getType()), false};
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(&Node);
      Cast && Cast->getCastKind() == CK_LValueToRValue)
    return {Cast->getSubExpr()->getType().isVolatileQualified(), false};
  if (isa<CXXThisExpr, MemberExpr, ArraySubscriptExpr>(Node))
    return {false, true};
  if (const auto *Operator = dyn_cast<UnaryOperator>(&Node))
    return {Operator->isIncrementDecrementOp() || Operator->getOpcode() == UO_Coawait,
            Operator->getOpcode() == UO_Deref};
  if (const auto *Operator = dyn_cast<BinaryOperator>(&Node))
    return {Operator->isAssignmentOp(), false};
  if (isa<CastExpr, ParenExpr, InitListExpr, ConditionalOperator, IntegerLiteral, FloatingLiteral,
          StringLiteral, CharacterLiteral, CXXBoolLiteralExpr, CXXNullPtrLiteralExpr, GNUNullExpr,
          ImplicitValueInitExpr, CXXScalarValueInitExpr, CXXDefaultInitExpr, CXXDefaultArgExpr,
          ExprWithCleanups, MaterializeTemporaryExpr, UnaryExprOrTypeTraitExpr, ConstantExpr,
          CXXStdInitializerListExpr, DesignatedInitExpr, ArrayInitLoopExpr, CompoundLiteralExpr,
          SubstNonTypeTemplateParmExpr>(Node))
    return {};
  return {true, true};
}

} // namespace

InitializerEffects effectsOf(const ASTContext &Context, const Expr &Init) {
  if (!Init.isValueDependent() && !Init.isTypeDependent() && Init.isCXX11ConstantExpr(Context))
    return {};
  InitializerEffects All;
  auto Walk = [&](auto &Self, const Stmt &Node) -> void {
    All = All | ownEffects(Node);
    if (isa<UnaryExprOrTypeTraitExpr>(Node)) // not evaluated, a variable array's size aside
      return;
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(&Node))
      Self(Self, *Default->getExpr());
    if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(&Node))
      Self(Self, *Default->getExpr());
    for (const Stmt *Child : Node.children())
      if (Child)
        Self(Self, *Child);
  };
  Walk(Walk, Init);
  return All;
}

} // namespace memlint
