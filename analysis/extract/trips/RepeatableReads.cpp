#include "analysis/extract/trips/CountExpression.h"
#include "analysis/extract/trips/LoopEffects.h"
#include "analysis/extract/trips/RangeSize.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtVisitor.h"

namespace memlint {
namespace {

using namespace clang;

constexpr char Computed[] = "the bound is computed";
constexpr char NotACount[] = "the bound is not an integer that counts";

/// Allows what has no side effect, and nothing that it does not know.
class RepeatableReader : public ConstStmtVisitor<RepeatableReader, const char *> {
public:
  RepeatableReader(const ASTContext &Context, bool &AsksAccessor)
      : Context(Context), AsksAccessor(AsksAccessor) {}

  const char *VisitStmt(const Stmt *) { return Computed; }
  const char *VisitIntegerLiteral(const IntegerLiteral *) { return nullptr; }
  const char *VisitCXXThisExpr(const CXXThisExpr *) { return nullptr; }
  const char *VisitUnaryExprOrTypeTraitExpr(const UnaryExprOrTypeTraitExpr *E) {
    return E->isValueDependent() ? Computed : nullptr;
  }
  const char *VisitParenExpr(const ParenExpr *E) { return Visit(E->getSubExpr()); }
  const char *VisitConstantExpr(const ConstantExpr *E) { return Visit(E->getSubExpr()); }
  const char *VisitExprWithCleanups(const ExprWithCleanups *E) { return Visit(E->getSubExpr()); }
  const char *VisitMaterializeTemporaryExpr(const MaterializeTemporaryExpr *E) {
    return E->getType()->isScalarType() ? Visit(E->getSubExpr()) : Computed;
  }
  const char *VisitSubstNonTypeTemplateParmExpr(const SubstNonTypeTemplateParmExpr *E) {
    return Visit(E->getReplacement());
  }
  const char *VisitDeclRefExpr(const DeclRefExpr *E) {
    return isa<VarDecl>(E->getDecl()) ? readable(*E) : Computed;
  }
  const char *VisitMemberExpr(const MemberExpr *E) {
    if (!isa<FieldDecl, VarDecl>(E->getMemberDecl()))
      return Computed;
    const char *Reason = readable(*E);
    return Reason ? Reason : Visit(E->getBase());
  }
  const char *VisitImplicitCastExpr(const ImplicitCastExpr *E) { return cast(*E); }
  const char *VisitExplicitCastExpr(const ExplicitCastExpr *E) {
    return isCountType(Context, E->getType()) ? cast(*E) : NotACount;
  }
  const char *VisitUnaryOperator(const UnaryOperator *E) {
    bool Allowed = E->getOpcode() == UO_Minus || E->getOpcode() == UO_Plus ||
                   E->getOpcode() == UO_Not || E->getOpcode() == UO_Extension ||
                   (E->getOpcode() == UO_Deref && namedObject(E->getSubExpr()));
    return Allowed ? Visit(E->getSubExpr()) : Computed;
  }
  const char *VisitBinaryOperator(const BinaryOperator *E) {
    if (E->isAssignmentOp() || E->isCommaOp() || E->isPtrMemOp() ||
        (!E->isMultiplicativeOp() && !E->isAdditiveOp() && !E->isShiftOp() && !E->isBitwiseOp()))
      return Computed;
    const char *Reason = Visit(E->getLHS());
    return Reason ? Reason : Visit(E->getRHS());
  }
  const char *VisitCXXMemberCallExpr(const CXXMemberCallExpr *E) {
    const CXXMethodDecl *Method = E->getMethodDecl();
    if (!Method || !Method->isConst() || Method->getNumParams() != 0 ||
        isa<CXXConversionDecl>(Method))
      return "the bound is a call";
    if (!asksForSize(*E)) {
      if (Method->getParent()->isInStdNamespace())
        return "the bound is a call";
      AsksAccessor = true;
    }
    return Visit(E->getImplicitObjectArgument());
  }
  const char *VisitCXXOperatorCallExpr(const CXXOperatorCallExpr *E) {
    if (!readsThrough(*E))
      return Computed;
    for (const Expr *Argument : E->arguments())
      if (const char *Reason = Visit(Argument))
        return Reason;
    return nullptr;
  }
  /// A function of the standard that runs at compile time and is given numbers, as std::min().
  const char *VisitCallExpr(const CallExpr *E) {
    if (const Expr *Range = askedRange(*E))
      return Visit(Range);
    const FunctionDecl *Callee = E->getDirectCallee();
    if (!Callee || !Callee->isConstexpr() || !Callee->isInStdNamespace() ||
        isa<CXXMethodDecl>(Callee))
      return "the bound is a call";
    for (unsigned I = 0; I < E->getNumArgs(); ++I) {
      QualType Taken = Callee->getParamDecl(I)->getType();
      bool ByValue = isCountType(Context, Taken.getNonReferenceType()) &&
                     (!Taken->isReferenceType() || Taken->getPointeeType().isConstQualified());
      const char *Reason = ByValue ? Visit(E->getArg(I)) : "the bound is a call";
      if (Reason)
        return Reason;
    }
    return nullptr;
  }

private:
  const char *readable(const Expr &E) {
    if (E.getType().isVolatileQualified() || E.getType()->isAtomicType())
      return "the bound may change at any time";
    bool Fits = isCountType(Context, E.getType()) || E.getType()->isRecordType() ||
                E.getType()->isPointerType() || E.getType()->isArrayType();
    return Fits ? nullptr : NotACount;
  }
  const char *cast(const CastExpr &E) {
    switch (E.getCastKind()) {
    case CK_LValueToRValue:
    case CK_NoOp:
    case CK_IntegralCast:
    case CK_DerivedToBase:
    case CK_UncheckedDerivedToBase:
    case CK_ConstructorConversion:
      return Visit(E.getSubExpr());
    default:
      return NotACount;
    }
  }

  const ASTContext &Context;
  bool &AsksAccessor;
};

} // namespace

const char *whyNotRepeatable(const ASTContext &Context, const Expr &E, bool &AsksAccessor) {
  if (E.isInstantiationDependent())
    return Computed;
  if (constantOf(Context, E) && !E.HasSideEffects(Context))
    return nullptr;
  return RepeatableReader(Context, AsksAccessor).Visit(&E);
}

} // namespace memlint
