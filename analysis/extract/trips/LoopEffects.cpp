#include "analysis/extract/trips/LoopEffects.h"

#include "analysis/extract/growth/GrowableContainers.h"

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
                     .Cases({"at", "front", "back", "top", "data", "begin", "end"}, true)
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

/// Whether an argument is code that the callee may run: a closure, a function, a std::function.
bool isCallable(const Expr &Argument) {
  QualType Type = Argument.getType().getNonReferenceType();
  if (Type->isFunctionType() || Type->isFunctionPointerType() || Type->isMemberPointerType())
    return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return Class != nullptr;
  auto Call = Class->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call);
  return Class->isLambda() || !Class->lookup(Call).empty();
}

/// emplace_back() and the like of any container.
bool addsElement(const FunctionDecl &Callee, const CallExpr &Call) {
  auto Known = containerCall(Callee.getASTContext(), Call);
  return Known && Known->Use == ContainerUse::GrowsByOne;
}

/// What a walk is after.
enum class Seeks {
  Changes, // objects that the code may change by naming them
  Escapes, // objects whose address, or a reference that may change them, is handed out
};

/// Collects the objects that a statement may change, or hands out. An object is named by an lvalue;
/// what happens to the lvalue is seen from the expression around it, so each such expression is
/// judged where it is met, and every name not judged harmless counts as changed.
class ChangeVisitor : public RecursiveASTVisitor<ChangeVisitor> {
public:
  ChangeVisitor(LoopEffects &Effects, Seeks Sought, const Stmt *Without = nullptr)
      : Effects(Effects), Sought(Sought), Without(Without) {}

  bool TraverseStmt(Stmt *S, DataRecursionQueue *Queue = nullptr) {
    return (S && S == Without) || RecursiveASTVisitor::TraverseStmt(S, Queue);
  }
  /// As it was written, a list names an object that it only reads once more, without the reading.
  bool TraverseInitListExpr(InitListExpr *List, DataRecursionQueue *Queue = nullptr) {
    InitListExpr *Meant = List->getSemanticForm();
    return TraverseSynOrSemInitListExpr(Meant ? Meant : List, Queue);
  }
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
    if (Sought == Seeks::Escapes || Method->isConst() || Method->isStatic() ||
        isElementAccess(*Method))
      markHarmless(Object);
    else
      changeThrough(Object->IgnoreParenImpCasts());
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!isStandard(Callee) ||
        llvm::any_of(Call->arguments(), [](const Expr *E) { return isCallable(*E); }))
      Effects.MayWriteElsewhere = true;
    else if (isa<CXXMethodDecl>(Callee) || !Callee->getReturnType()->isReferenceType())
      markForwarded(*Call);
    if (Callee && !isStandard(Callee) && addsElement(*Callee, *Call))
      markForwarded(*Call);
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *Construct) {
    const CXXConstructorDecl *Constructor = Construct->getConstructor();
    if (!Constructor->isTrivial() && !isStandard(Constructor))
      Effects.MayWriteElsewhere = true;
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->isAssignmentOp())
      writeTo(Op->getLHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp())
      writeTo(Op->getSubExpr());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getCalleeDecl());
    if (Method && Call->getNumArgs() > 0 &&
        (Sought == Seeks::Escapes || Method->isConst() || isElementAccess(*Method)))
      markHarmless(Call->getArg(0));
    return true;
  }
  bool VisitVarDecl(VarDecl *Var) { // its destructor is code that no expression shows
    const CXXRecordDecl *Class = Var->getType()->getAsCXXRecordDecl();
    if (Class && Class->hasDefinition() && !Class->hasTrivialDestructor() &&
        !Class->isInStdNamespace())
      Effects.MayWriteElsewhere = true;
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    for (const LambdaCapture &Capture : Lambda->captures())
      if (Sought == Seeks::Escapes && Capture.capturesVariable() &&
          Capture.getCaptureKind() == LCK_ByRef)
        Effects.Changed.insert(Capture.getCapturedVar());
    return true;
  }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *For) {
    markHarmless(For->getRangeInit()); // begin() and end() only
    return true;
  }
  bool VisitMemberExpr(MemberExpr *Member) {
    if (!isa<FieldDecl>(Member->getMemberDecl()))
      return true;
    bool Escapes = judge(Member, Member->getMemberDecl()) && Sought == Seeks::Escapes;
    if (!Member->isArrow() && !Escapes) // a part that is handed out takes the whole with it
      markHarmless(Member->getBase());
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
  /// make_unique<T>(x), emplace_back(x): an object is constructed from x.
  void markForwarded(const CallExpr &Call) {
    for (unsigned I = 0; I < Call.getNumArgs(); ++I)
      if (isForwarded(*Call.getDirectCallee(), I) && Call.getArg(I)->getType()->isScalarType())
        markHarmless(Call.getArg(I));
  }
  void markHarmless(const Expr *E) { Harmless.insert(E->IgnoreParenImpCasts()); }
  /// True when `E`, which names `Named`, is not harmless where it stands.
  bool judge(const Expr *E, const ValueDecl *Named) {
    if (Harmless.contains(E) || Named->getType().getNonReferenceType().isConstQualified())
      return false;
    Effects.Changed.insert(Named);
    return true;
  }
  void writeTo(const Expr *Target) {
    if (!isVariable(Target))
      Effects.MayWriteElsewhere = true;
    if (Sought == Seeks::Escapes)
      markHarmless(Target);
  }
  /// A member function that is not const runs on an object that is named otherwise than by itself.
  void changeThrough(const Expr *Object) {
    if (isa<CXXThisExpr>(Object))
      Effects.ChangesThis = true;
    if (const auto *Deref = dyn_cast<UnaryOperator>(Object))
      Object = Deref->getSubExpr()->IgnoreParenImpCasts();
    const ValueDecl *Named = namedObject(Object);
    if (Named && Named->getType()->isPointerType())
      Effects.Changed.insert(Named); // what it points to
    if (!Named || Named->getType()->isPointerType() || Named->getType()->isReferenceType())
      Effects.MayWriteElsewhere = true;
  }

  LoopEffects &Effects;
  Seeks Sought;
  const Stmt *Without;
  llvm::DenseSet<const Expr *> Harmless;
};

/// Jumps that leave the loop. `break` and `continue` belong to the innermost loop or switch, and a
/// lambda's body is another function.
class ExitVisitor : public RecursiveASTVisitor<ExitVisitor> {
public:
  explicit ExitVisitor(LoopEffects &Effects) : Effects(Effects) {}

  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
  bool TraverseCXXRecordDecl(CXXRecordDecl *) { return true; }
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

/// The parts of a loop's head that run each time round.
llvm::SmallVector<const Expr *, 2> repeatedHead(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return {For->getCond(), For->getInc()};
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return {While->getCond()};
  if (const auto *Do = dyn_cast<DoStmt>(&Loop))
    return {Do->getCond()};
  return {};
}

} // namespace

LoopEffects effectsOf(const Stmt &Loop, const VarDecl *Counter) {
  LoopEffects Effects;
  auto *Body = const_cast<Stmt *>(loopBody(Loop));
  ExitVisitor(Effects).TraverseStmt(Body);
  ChangeVisitor Changes(Effects, Seeks::Changes);
  Changes.TraverseStmt(Body);
  bool BodyChangesCounter = Counter && Effects.Changed.contains(Counter);
  for (const Expr *Part : repeatedHead(Loop))
    Changes.TraverseStmt(const_cast<Expr *>(Part));
  if (Counter && !BodyChangesCounter)
    Effects.Changed.erase(Counter);
  return Effects;
}

LoopEffects effectsBeside(const Stmt &Loop, const Stmt &Step) {
  LoopEffects Effects;
  auto *Body = const_cast<Stmt *>(loopBody(Loop));
  ExitVisitor(Effects).TraverseStmt(Body);
  ChangeVisitor Changes(Effects, Seeks::Changes, &Step);
  Changes.TraverseStmt(Body);
  for (const Expr *Part : repeatedHead(Loop))
    Changes.TraverseStmt(const_cast<Expr *>(Part));
  return Effects;
}

LoopEffects effectsOfAll(const Stmt &S) {
  LoopEffects Effects;
  ExitVisitor(Effects).TraverseStmt(const_cast<Stmt *>(&S));
  ChangeVisitor(Effects, Seeks::Changes).TraverseStmt(const_cast<Stmt *>(&S));
  return Effects;
}

const Stmt *loopBody(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getBody();
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getBody();
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return While->getBody();
  const auto *Do = dyn_cast<DoStmt>(&Loop);
  return Do ? Do->getBody() : nullptr;
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

llvm::DenseSet<const ValueDecl *> handedOutIn(const Stmt &Body) {
  LoopEffects Effects;
  ChangeVisitor(Effects, Seeks::Escapes).TraverseStmt(const_cast<Stmt *>(&Body));
  return std::move(Effects.Changed);
}

} // namespace memlint
