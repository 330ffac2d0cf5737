#include "analysis/extract/growth/GrowthEvents.h"

#include "analysis/extract/trips/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// The expressions of one statement: which containers they name, and how.
class LeafVisitor : public RecursiveASTVisitor<LeafVisitor> {
public:
  LeafVisitor(const ASTContext &Context, const FunctionDecl &Function, FunctionEvents &Events)
      : Context(Context), Constructor(dyn_cast<CXXConstructorDecl>(&Function)), Events(Events) {}

  void read(const Stmt *S, unsigned At) {
    Here = At;
    Roles.clear();
    TraverseStmt(const_cast<Stmt *>(S));
  }
  void readRange(const Expr *Range, unsigned At) {
    Roles.clear();
    Here = At;
    Roles[Range->IgnoreParenImpCasts()] = {EventKind::Range};
    TraverseStmt(const_cast<Expr *>(Range));
  }

  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }
  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) { return true; }
  bool TraverseCXXNoexceptExpr(CXXNoexceptExpr *) { return true; }
  bool TraverseCXXRecordDecl(CXXRecordDecl *) { return true; } // its functions are others
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    return hidden([&] { return Base::TraverseLambdaExpr(Lambda); });
  }
  bool TraverseBlockExpr(BlockExpr *Block) {
    return hidden([&] { return Base::TraverseBlockExpr(Block); });
  }
  bool TraverseStmtExpr(StmtExpr *E) {
    return hidden([&] { return Base::TraverseStmtExpr(E); });
  }

  bool VisitVarDecl(VarDecl *Var) {
    if (Hidden || !Var->isLocalVarDecl() || !Var->hasLocalStorage() ||
        Var->getType()->isReferenceType())
      return true;
    if (auto Type = asGrowable(Context, Var->getType()))
      track(Var, *Type, Here);
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *Cast) {
    if (Cast->getCastKind() == CK_NoOp && Cast->getType().isConstQualified())
      give(Cast->getSubExpr(), EventKind::Reads);
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    bool Std = Callee && Callee->isInStdNamespace();
    for (const Expr *Argument : Call->arguments()) {
      const Expr *Inner = Argument->IgnoreUnlessSpelledInSource();
      if (const auto *Maker = dyn_cast<CallExpr>(Inner); Maker && isInserter(*Maker))
        give(Maker->getArg(0), EventKind::Inserter, ContainerUse::GrowsByOne, Call);
      if (!Std && !isa<CXXOperatorCallExpr>(Call) && Argument->isLValue() &&
          !Argument->getType().isConstQualified())
        give(Argument, EventKind::Passed);
    }
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const Expr *Object = Call->getImplicitObjectArgument();
    if (isTracked(Object))
      giveCall(*Call, Object);
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && (Method->isConst() || Method->isStatic()))
      Harmless.insert(Object->IgnoreParenImpCasts());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    if (Call->getNumArgs() > 0 && isTracked(Call->getArg(0)))
      giveCall(*Call, Call->getArg(0));
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (isa<VarDecl>(Ref->getDecl()))
      met(Ref, Ref->getDecl());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *Member) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    const Expr *Object = Member->getBase()->IgnoreParenImpCasts();
    if (!Field || !isa<CXXThisExpr>(Object))
      return true;
    Harmless.insert(Object);
    if (isOwn(*Field))
      met(Member, Field);
    return true;
  }
  bool VisitCXXThisExpr(CXXThisExpr *This) {
    if (Constructor && !Harmless.contains(This))
      Events.WholeObject.push_back(Here);
    return true;
  }
  bool VisitGotoStmt(GotoStmt *) { return unreadable("jumps by goto"); }
  bool VisitCoroutineSuspendExpr(CoroutineSuspendExpr *) { return unreadable("coroutine"); }
  bool VisitRecoveryExpr(RecoveryExpr *) { return unreadable("compile errors"); }

  bool unreadable(const char *Reason) {
    Events.Unreadable = Reason;
    return true;
  }

private:
  using Base = RecursiveASTVisitor<LeafVisitor>;
  struct Role {
    EventKind Kind;
    ContainerUse Use = ContainerUse::Unknown;
    const Expr *Call = nullptr;
  };

  template <class Walk> bool hidden(Walk Go) {
    ++Hidden;
    bool Goes = Go();
    --Hidden;
    return Goes;
  }
  static bool isInserter(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    return Callee && Callee->isInStdNamespace() && Callee->getIdentifier() &&
           Call.getNumArgs() > 0 &&
           (Callee->getName() == "back_inserter" || Callee->getName() == "inserter");
  }
  bool isOwn(const FieldDecl &Field) const {
    return Constructor && !Constructor->isDelegatingConstructor() &&
           Field.getParent()->getCanonicalDecl() == Constructor->getParent()->getCanonicalDecl();
  }
  bool isTracked(const Expr *E) const {
    E = E->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return Index.contains(Ref->getDecl());
    const auto *Member = dyn_cast<MemberExpr>(E);
    return Member && Constructor && isa<FieldDecl>(Member->getMemberDecl());
  }
  void give(const Expr *Name, EventKind Kind, ContainerUse Use = ContainerUse::Unknown,
            const Expr *Call = nullptr) {
    Roles.try_emplace(Name->IgnoreParenImpCasts(), Role{Kind, Use, Call});
  }
  void giveCall(const Expr &Call, const Expr *Object) {
    if (auto Known = containerCall(Context, Call))
      Roles[Object->IgnoreParenImpCasts()] = {EventKind::Call, Known->Use, &Call};
  }
  void track(const ValueDecl *Decl, const GrowableContainer &Type, unsigned At) {
    if (Index.try_emplace(Decl, Events.Containers.size()).second)
      Events.Containers.push_back({Decl, Type, At, {}});
  }
  void met(const Expr *Name, const ValueDecl *Decl) {
    if (const auto *Field = dyn_cast<FieldDecl>(Decl); Field && !Index.contains(Decl))
      if (auto Type = asGrowable(Context, Field->getType());
          Type && !Field->getType()->isReferenceType())
        track(Decl, *Type, 0);
    auto Known = Index.find(Decl);
    if (Known == Index.end())
      return;
    auto Given = Roles.find(Name);
    Role Of = Hidden || Given == Roles.end() ? Role{EventKind::Escapes} : Given->second;
    Events.Containers[Known->second].Events.push_back({Of.Kind, Of.Use, Here, Name, Of.Call});
  }

  const ASTContext &Context;
  const CXXConstructorDecl *Constructor;
  FunctionEvents &Events;
  llvm::DenseMap<const ValueDecl *, std::size_t> Index;
  llvm::DenseMap<const Expr *, Role> Roles;
  llvm::DenseSet<const Expr *> Harmless; // uses of `this` that hand nothing out
  unsigned Here = 0, Hidden = 0;
};

bool returns(const Stmt *S) {
  return S && !isa<LambdaExpr>(S) && (isa<ReturnStmt>(S) || llvm::any_of(S->children(), returns));
}

/// The statements of a function, down to those that hold only expressions.
class StatementWalk {
public:
  StatementWalk(const ASTContext &Context, LeafVisitor &Leaves, FunctionEvents &Events)
      : Context(Context), Leaves(Leaves), Events(Events) {}

  void walk(const Stmt *S, unsigned In) {
    if (!S)
      return;
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      unsigned Own = add(PlaceKind::Block, S, In);
      for (const Stmt *Part : Block->body())
        walk(Part, Own);
    } else if (const auto *If = dyn_cast<IfStmt>(S)) {
      walkIf(*If, In);
    } else if (isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S)) {
      walkLoop(*S, In);
    } else if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
      unsigned Own = add(PlaceKind::Try, S, In);
      walk(Try->getTryBlock(), Own);
      for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
        walk(Try->getHandler(I)->getHandlerBlock(), add(PlaceKind::Other, S, In));
    } else if (isa<SwitchStmt, SwitchCase, AttributedStmt>(S)) {
      unsigned Own = add(PlaceKind::Other, S, In);
      for (const Stmt *Part : S->children())
        walk(Part, Own);
    } else if (isa<LabelStmt>(S)) {
      Leaves.unreadable("jumps by goto");
    } else if (auto Repeated = repeatedLambda(Context, *S)) {
      unsigned Own = add(PlaceKind::Loop, S, In);
      for (const Expr *Argument : Repeated->Call->arguments())
        if (!isa<LambdaExpr>(Argument->IgnoreUnlessSpelledInSource()))
          leaf(Argument, Own);
      walk(Repeated->Body, Own);
    } else {
      leaf(S, In);
    }
  }

private:
  unsigned add(PlaceKind Kind, const Stmt *S, unsigned In) {
    Events.Places.push_back({Kind, S, In, Events.Places[In].Depth + 1});
    return Events.Places.size() - 1;
  }
  void leaf(const Stmt *S, unsigned In) {
    if (S)
      Leaves.read(S, add(PlaceKind::Leaf, S, In));
  }
  void walkIf(const IfStmt &If, unsigned In) {
    unsigned Own = add(PlaceKind::Branch, &If, In);
    walk(If.getInit(), Own);
    leaf(If.getConditionVariableDeclStmt(), Own);
    if (!If.getConditionVariable())
      leaf(If.getCond(), Own);
    walk(If.getThen(), add(PlaceKind::Arm, If.getThen(), Own));
    if (If.getElse())
      walk(If.getElse(), add(PlaceKind::Arm, If.getElse(), Own));
  }
  void walkLoop(const Stmt &Loop, unsigned In) {
    unsigned Own = add(PlaceKind::Loop, &Loop, In);
    if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop)) {
      leaf(Range->getInit(), Own);
      Leaves.readRange(Range->getRangeInit(), add(PlaceKind::Leaf, Range->getRangeInit(), Own));
      leaf(Range->getLoopVarStmt(), Own);
      return walk(Range->getBody(), Own);
    }
    for (const Stmt *Part : Loop.children())
      walk(Part, Own);
  }

  const ASTContext &Context;
  LeafVisitor &Leaves;
  FunctionEvents &Events;
};

} // namespace

std::optional<RepeatedLambda> repeatedLambda(const ASTContext &Context, const Stmt &S) {
  const auto *E = dyn_cast<Expr>(&S);
  const auto *Call = E ? dyn_cast<CallExpr>(E->IgnoreUnlessSpelledInSource()) : nullptr;
  if (!Call || !appliesToEach(*Call))
    return std::nullopt;
  const LambdaExpr *Lambda = nullptr; // a projection may stand behind it
  for (const Expr *Argument : Call->arguments())
    if (const auto *Given = dyn_cast<LambdaExpr>(Argument->IgnoreUnlessSpelledInSource()))
      Lambda = Lambda ? nullptr : Given;
  if (!Lambda || Lambda->isGenericLambda() || returns(Lambda->getBody()))
    return std::nullopt;
  for (const LambdaCapture &Capture : Lambda->captures())
    if (Capture.capturesVariable() && Capture.getCaptureKind() != LCK_ByRef &&
        asGrowable(Context, Capture.getCapturedVar()->getType()))
      return std::nullopt;
  return RepeatedLambda{Call, Lambda->getBody()};
}

bool FunctionEvents::isWithin(unsigned Inner, unsigned Outer) const {
  while (at(Inner).Depth > at(Outer).Depth)
    Inner = at(Inner).Parent;
  return Inner == Outer;
}

unsigned FunctionEvents::childTowards(unsigned Outer, unsigned Inner) const {
  while (at(Inner).Depth > at(Outer).Depth + 1)
    Inner = at(Inner).Parent;
  return Inner;
}

FunctionEvents functionEvents(const ASTContext &Context, const FunctionDecl &Function) {
  FunctionEvents Events;
  Events.Places.push_back({PlaceKind::Body, Function.getBody(), 0, 0});
  LeafVisitor Leaves(Context, Function, Events);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function))
    for (const CXXCtorInitializer *Initializer : Constructor->inits())
      if (Initializer->isWritten())
        Leaves.read(Initializer->getInit(), 0);
  StatementWalk(Context, Leaves, Events).walk(Function.getBody(), 0);
  return Events;
}

} // namespace memlint
