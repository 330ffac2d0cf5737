#include "analysis/extract/LoopEffects.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

/// Members of standard containers that are not const but leave the number of elements alone.
bool isElementAccess(const CXXMethodDecl &Method) {
  if (Method.getOverloadedOperator() == OO_Subscript)
    return true;
  const IdentifierInfo *Name = Method.getIdentifier();
  return Name && llvm::StringSwitch<bool>(Name->getName())
                     .Cases({"at", "front", "back", "data", "begin", "end"}, true)
                     .Cases({"rbegin", "rend", "find", "lower_bound", "upper_bound"}, true)
                     .Default(false);
}

/// Names a variable that is no reference to another.
bool isVariable(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParens());
  return Ref && !Ref->getDecl()->getType()->isReferenceType();
}

bool isStandard(const FunctionDecl *Function) {
  if (const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Function))
    return Method->getParent()->isInStdNamespace();
  return Function && Function->isInStdNamespace();
}

/// Whether the parameter for an argument is a forwarding reference, `T &&` with T deduced.
bool isForwarded(const FunctionDecl &Callee, unsigned Argument) {
  const FunctionTemplateDecl *Template = Callee.getPrimaryTemplate();
  if (!Template || Template->getTemplatedDecl()->getNumParams() == 0)
    return false;
  const FunctionDecl *Pattern = Template->getTemplatedDecl();
  unsigned Last = Pattern->getNumParams() - 1; // a pack takes all arguments from here on
  QualType Type = Pattern->getParamDecl(std::min(Argument, Last))->getType();
  if (const auto *Pack = Type->getAs<PackExpansionType>())
    Type = Pack->getPattern();
  const auto *Reference = Type->getAs<RValueReferenceType>();
  return Reference && Reference->getPointeeType()->isTemplateTypeParmType() &&
         !Reference->getPointeeType().hasQualifiers();
}

/// Collects the objects that a statement may change. An object is named by an lvalue; what happens
/// to the lvalue is seen from the expression around it, so each such expression is judged where it
/// is met, and every name not judged harmless counts as changed.
class ChangeVisitor : public RecursiveASTVisitor<ChangeVisitor> {
public:
  explicit ChangeVisitor(LoopEffects &Effects) : Effects(Effects) {}

  bool VisitImplicitCastExpr(ImplicitCastExpr *Cast) {
    bool Reads = Cast->getCastKind() == CK_LValueToRValue;
    bool AddsConst = Cast->getCastKind() == CK_NoOp && Cast->getType().isConstQualified();
    bool Decays = Cast->getCastKind() == CK_ArrayToPointerDecay;
    if (Reads || AddsConst || Decays)
      markHarmless(Cast->getSubExpr());
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    const Expr *Object = Call->getImplicitObjectArgument();
    if (!Method || !Object)
      return true;
    if (Method->isConst() || Method->isStatic() || isElementAccess(*Method))
      markHarmless(Object);
    else if (isa<CXXThisExpr>(Object->IgnoreParenImpCasts()))
      Effects.ChangesThis = true;
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!isStandard(Callee))
      Effects.MayWriteElsewhere = true;
    else if (isa<CXXMethodDecl>(Callee) || !Callee->getReturnType()->isReferenceType())
      for (unsigned I = 0; I < Call->getNumArgs(); ++I)
        if (isForwarded(*Callee, I) && Call->getArg(I)->getType()->isScalarType())
          markHarmless(Call->getArg(I)); // make_unique<T>(x), emplace_back(x): constructs from x
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *Construct) {
    const CXXConstructorDecl *Constructor = Construct->getConstructor();
    if (!Constructor->isTrivial() && !isStandard(Constructor))
      Effects.MayWriteElsewhere = true;
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->isAssignmentOp() && !isVariable(Op->getLHS()))
      Effects.MayWriteElsewhere = true;
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp() && !isVariable(Op->getSubExpr()))
      Effects.MayWriteElsewhere = true;
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getCalleeDecl());
    if (Method && Call->getNumArgs() > 0 && (Method->isConst() || isElementAccess(*Method)))
      markHarmless(Call->getArg(0));
    return true;
  }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *For) {
    markHarmless(For->getRangeInit()); // begin() and end() only
    return true;
  }
  bool VisitMemberExpr(MemberExpr *Member) {
    if (!isa<FieldDecl>(Member->getMemberDecl()))
      return true;
    judge(Member, Member->getMemberDecl());
    if (!Member->isArrow())
      markHarmless(Member->getBase()); // the member is judged instead of the whole
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (isa<VarDecl>(Ref->getDecl()))
      judge(Ref, Ref->getDecl());
    return true;
  }
  bool VisitRecoveryExpr(RecoveryExpr *) {
    Effects.HasErrors = true;
    return true;
  }

private:
  void markHarmless(const Expr *E) { Harmless.insert(E->IgnoreParenImpCasts()); }
  void judge(const Expr *E, const ValueDecl *Named) {
    if (!Harmless.contains(E) && !Named->getType().getNonReferenceType().isConstQualified())
      Effects.Changed.insert(Named);
  }

  LoopEffects &Effects;
  llvm::DenseSet<const Expr *> Harmless;
};

/// Jumps that leave the loop. `break` and `continue` belong to the innermost loop or switch, and a
/// lambda's body is another function.
class ExitVisitor : public RecursiveASTVisitor<ExitVisitor> {
public:
  explicit ExitVisitor(LoopEffects &Effects) : Effects(Effects) {}

  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool TraverseBlockExpr(BlockExpr *) { return true; }
  bool TraverseForStmt(ForStmt *S) { return nested(Loops, &Base::TraverseForStmt, S); }
  bool TraverseWhileStmt(WhileStmt *S) { return nested(Loops, &Base::TraverseWhileStmt, S); }
  bool TraverseDoStmt(DoStmt *S) { return nested(Loops, &Base::TraverseDoStmt, S); }
  bool TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
    return nested(Loops, &Base::TraverseCXXForRangeStmt, S);
  }
  bool TraverseSwitchStmt(SwitchStmt *S) { return nested(Switches, &Base::TraverseSwitchStmt, S); }

  bool VisitBreakStmt(BreakStmt *) { return Loops || Switches ? true : leave(); }
  bool VisitContinueStmt(ContinueStmt *S) {
    if (!Loops && !Effects.FirstContinue)
      Effects.FirstContinue = S;
    return true;
  }
  bool VisitReturnStmt(ReturnStmt *) { return leave(); }
  bool VisitCXXThrowExpr(CXXThrowExpr *) { return Effects.Throws = true; }
  bool VisitGotoStmt(GotoStmt *) { return leave(); }
  bool VisitIndirectGotoStmt(IndirectGotoStmt *) { return leave(); }
  bool VisitAsmStmt(AsmStmt *) { return leave(); }
  bool VisitCoroutineSuspendExpr(CoroutineSuspendExpr *) { return leave(); }

private:
  using Base = RecursiveASTVisitor<ExitVisitor>;
  template <class S>
  bool nested(unsigned &Depth, bool (Base::*Traverse)(S *, DataRecursionQueue *), S *Node) {
    ++Depth;
    bool Go = (this->*Traverse)(Node, nullptr);
    --Depth;
    return Go;
  }
  bool leave() { return Effects.LeavesEarly = true; }

  LoopEffects &Effects;
  unsigned Loops = 0, Switches = 0;
};

const Stmt *bodyOf(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getBody();
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getBody();
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return While->getBody();
  return cast<DoStmt>(Loop).getBody();
}

} // namespace

LoopEffects effectsOf(const Stmt &Loop, const VarDecl *Counter) {
  LoopEffects Effects;
  auto *Body = const_cast<Stmt *>(bodyOf(Loop));
  ExitVisitor(Effects).TraverseStmt(Body);
  ChangeVisitor Changes(Effects);
  Changes.TraverseStmt(Body);
  if (const auto *For = dyn_cast<ForStmt>(&Loop)) {
    bool BodyChangesCounter = Counter && Effects.Changed.contains(Counter);
    Changes.TraverseStmt(const_cast<Expr *>(For->getCond()));
    Changes.TraverseStmt(const_cast<Expr *>(For->getInc()));
    if (Counter && !BodyChangesCounter)
      Effects.Changed.erase(Counter);
  }
  return Effects;
}

const ValueDecl *namedObject(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return dyn_cast<VarDecl>(Ref->getDecl());
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const Expr *Base = Member->getBase()->IgnoreParenImpCasts();
    if (isa<FieldDecl>(Member->getMemberDecl()) && (isa<CXXThisExpr>(Base) || namedObject(Base)))
      return Member->getMemberDecl();
  }
  return nullptr;
}

namespace {

/// Looks for one object's address, or a reference to it that may change it, being kept.
class HandOutVisitor : public RecursiveASTVisitor<HandOutVisitor> {
public:
  explicit HandOutVisitor(const ValueDecl &Object) : Object(Object) {}

  bool VisitUnaryOperator(UnaryOperator *Op) {
    return Op->getOpcode() != UO_AddrOf || keepLooking(Op->getSubExpr());
  }
  bool VisitVarDecl(VarDecl *Var) {
    return !Var->getType()->isReferenceType() ||
           Var->getType().getNonReferenceType().isConstQualified() || !Var->getInit() ||
           keepLooking(Var->getInit());
  }
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    for (const LambdaCapture &Capture : Lambda->captures())
      if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef &&
          Capture.getCapturedVar() == &Object)
        return Found = true, false;
    return true;
  }

  bool Found = false;

private:
  bool keepLooking(const Expr *E) {
    Found = namedObject(E) == &Object;
    return !Found;
  }
  const ValueDecl &Object;
};

} // namespace

bool isHandedOut(const ValueDecl &Object, const Stmt &Body) {
  HandOutVisitor Visitor(Object);
  Visitor.TraverseStmt(const_cast<Stmt *>(&Body));
  return Visitor.Found;
}

} // namespace memlint
