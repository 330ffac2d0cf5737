#include "analysis/extract/records/CandidateWalk.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/SaveAndRestore.h"

#include <algorithm>
#include <array>

namespace memlint {
namespace {

using namespace clang;

bool isTemplateInstance(const Decl &D) {
  if (const auto *Function = dyn_cast<FunctionDecl>(&D))
    return isTemplateInstantiation(Function->getTemplateSpecializationKind());
  if (const auto *Class = dyn_cast<CXXRecordDecl>(&D))
    return isTemplateInstantiation(Class->getTemplateSpecializationKind());
  const auto *Variable = dyn_cast<VarDecl>(&D);
  return Variable && isTemplateInstantiation(Variable->getTemplateSpecializationKind());
}

/// Whether nothing stands within a declaration of C that a walk would meet, its type aside.
bool isLeafOfC(const Decl &D) {
  if (D.hasAttrs())
    return false;
  if (const auto *Function = dyn_cast<FunctionDecl>(&D))
    return !Function->doesThisDeclarationHaveABody() && Function->decls_empty();
  if (const auto *Field = dyn_cast<FieldDecl>(&D))
    return !Field->isBitField();
  if (const auto *Variable = dyn_cast<VarDecl>(&D))
    return !Variable->hasInit();
  return isa<TypedefDecl>(D);
}

/// Whether a walk meets nothing within a statement but its children: no declaration, no type as
/// written, no place of its own.
bool hasOnlyChildren(const Stmt &S) {
  switch (S.getStmtClass()) {
  case Stmt::DeclRefExprClass:
    return !cast<DeclRefExpr>(S).hasQualifier() && !cast<DeclRefExpr>(S).hasExplicitTemplateArgs();
  case Stmt::MemberExprClass:
    return !cast<MemberExpr>(S).hasQualifier() && !cast<MemberExpr>(S).hasExplicitTemplateArgs();
  case Stmt::ArraySubscriptExprClass:
  case Stmt::BinaryOperatorClass:
  case Stmt::BreakStmtClass:
  case Stmt::CallExprClass:
  case Stmt::CaseStmtClass:
  case Stmt::CharacterLiteralClass:
  case Stmt::CompoundAssignOperatorClass:
  case Stmt::CompoundStmtClass:
  case Stmt::ConditionalOperatorClass:
  case Stmt::ConstantExprClass:
  case Stmt::ContinueStmtClass:
  case Stmt::DefaultStmtClass:
  case Stmt::IfStmtClass:
  case Stmt::ImplicitCastExprClass:
  case Stmt::IntegerLiteralClass:
  case Stmt::ParenExprClass:
  case Stmt::ReturnStmtClass:
  case Stmt::StringLiteralClass:
  case Stmt::SwitchStmtClass:
  case Stmt::UnaryOperatorClass:
    return true;
  default:
    return false;
  }
}

/// `do { ... } while (0)`, as macros write it.
bool runsOnce(const DoStmt &Loop, const ASTContext &Context) {
  bool Again = true;
  return !Loop.getCond()->isValueDependent() &&
         Loop.getCond()->EvaluateAsBooleanCondition(Again, Context) && !Again;
}

using Turns = std::optional<std::uint64_t>;

/// Of `for (i = 2; i < 10; ++i)`, if it does not end early: 8.
Turns constantTurns(const ForStmt &Loop, const ASTContext &Context) {
  const auto *Bound = dyn_cast_or_null<BinaryOperator>(Loop.getCond());
  const auto *Step = dyn_cast_or_null<UnaryOperator>(Loop.getInc());
  if (!Bound || !Step || !Step->isIncrementOp() ||
      (Bound->getOpcode() != BO_LT && Bound->getOpcode() != BO_LE && Bound->getOpcode() != BO_NE))
    return std::nullopt;
  auto Counter = [](const Expr *E) -> const Decl * {
    const auto *Name = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Name ? Name->getDecl() : nullptr;
  };
  const Decl *Variable = Counter(Step->getSubExpr());
  const Expr *First = nullptr;
  if (const auto *Declared = dyn_cast_or_null<DeclStmt>(Loop.getInit())) {
    for (const Decl *D : Declared->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D); Var && Var == Variable)
        First = Var->getInit();
  } else if (const auto *Set = dyn_cast_or_null<BinaryOperator>(Loop.getInit())) {
    if (Set->getOpcode() == BO_Assign && Counter(Set->getLHS()) == Variable)
      First = Set->getRHS();
  }
  Expr::EvalResult From, To;
  if (!Variable || !First || Counter(Bound->getLHS()) != Variable || First->isValueDependent() ||
      Bound->getRHS()->isValueDependent() || !First->EvaluateAsInt(From, Context) ||
      !Bound->getRHS()->EvaluateAsInt(To, Context))
    return std::nullopt;
  auto Bits = [](const Expr::EvalResult &R) {
    return static_cast<std::uint64_t>(R.Val.getInt().extOrTrunc(64).getSExtValue());
  };
  std::uint64_t All = Bits(To) - Bits(From) + (Bound->getOpcode() == BO_LE ? 1 : 0);
  return static_cast<std::int64_t>(All) < 0 ? 0 : All;
}

/// Of one over an array.
Turns constantTurns(const CXXForRangeStmt &Loop, const ASTContext &Context) {
  const Expr *Range = Loop.getRangeInit();
  const auto *Array = Range ? Context.getAsConstantArrayType(Range->getType()) : nullptr;
  return Array ? Turns(Array->getSize().getLimitedValue()) : std::nullopt;
}

class CandidateVisitor : public RecursiveASTVisitor<CandidateVisitor> {
public:
  CandidateVisitor(const ASTContext &Context,
                   std::span<const std::unique_ptr<CandidateReader>> Readers)
      : Context(Context), Readers(Readers), IsC(!Context.getLangOpts().CPlusPlus) {
    for (unsigned Class = 0; Class < StmtReaders.size(); ++Class)
      for (const auto &Reader : Readers)
        if (Reader->readsClass(Class))
          StmtReaders[Class].push_back(Reader.get());
  }

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(Decl *D) {
    if (!D)
      return true;
    if (IsC && isLeafOfC(*D))
      return visitLeafOfC(*D);
    llvm::SaveAndRestore Outer(At);
    At.InInstance |= isTemplateInstance(*D);
    if (const auto *Function = dyn_cast<FunctionDecl>(D))
      At.Function = Function;
    if (isa<FunctionDecl, RecordDecl>(D)) {
      At.Loops = 0;
      At.Turns = 1;
    }
    return Base::TraverseDecl(D);
  }
  /// Most of a walk's time over C would go into types, and nothing is asked of them but this.
  bool TraverseTypeLoc(TypeLoc Type, bool WithQualifier = true) {
    if (!IsC)
      return Base::TraverseTypeLoc(Type, WithQualifier);
    if (auto Array = Type.getAsAdjusted<ConstantArrayTypeLoc>())
      return VisitTypeLoc(Array);
    return true;
  }
  /// As the base does it, but at once where it would only go on to the children.
  bool TraverseStmt(Stmt *Outermost, DataRecursionQueue * = nullptr) {
    llvm::SmallVector<Stmt *, 16> Pending{Outermost};
    while (!Pending.empty()) {
      Stmt *S = Pending.pop_back_val();
      if (!S)
        continue;
      if (!(hasOnlyChildren(*S) || (IsC && isa<CStyleCastExpr>(S)))) {
        Base::TraverseStmt(S);
        continue;
      }
      VisitStmt(S);
      const std::size_t First = Pending.size();
      for (Stmt *Child : S->children())
        Pending.push_back(Child);
      std::reverse(Pending.begin() + First, Pending.end());
    }
    return true;
  }
  bool TraverseTemplateArgumentLoc(const TemplateArgumentLoc &Argument) {
    for (const auto &Reader : Readers)
      Reader->readTemplateArgument(Argument, At);
    return Base::TraverseTemplateArgumentLoc(Argument);
  }
  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *Size) {
    llvm::SaveAndRestore Outer(At.Unevaluated, At.Unevaluated || !Size->isArgumentType());
    return Base::TraverseUnaryExprOrTypeTraitExpr(Size);
  }
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    if (FunctionTemplateDecl *Generic = Lambda->getDependentCallOperator())
      for (FunctionDecl *Instance : Generic->specializations())
        TraverseDecl(Instance);
    return Base::TraverseLambdaExpr(Lambda);
  }
  bool TraverseInitListExpr(InitListExpr *List, DataRecursionQueue * = nullptr) {
    if (!List->isSemanticForm() && List->getSemanticForm())
      List = List->getSemanticForm();
    VisitStmt(List);
    for (Expr *Init : List->inits())
      TraverseStmt(Init);
    if (Expr *Filler = List->hasArrayFiller() ? List->getArrayFiller() : nullptr)
      TraverseStmt(Filler);
    return true;
  }

  bool TraverseForStmt(ForStmt *S) {
    VisitStmt(S);
    TraverseStmt(S->getInit()); // once
    llvm::SaveAndRestore Outer(At);
    enterLoop(constantTurns(*S, Context));
    TraverseStmt(S->getConditionVariable() ? S->getConditionVariableDeclStmt() : nullptr);
    TraverseStmt(S->getCond());
    TraverseStmt(S->getInc());
    return TraverseStmt(S->getBody());
  }
  bool TraverseWhileStmt(WhileStmt *S) {
    llvm::SaveAndRestore Outer(At);
    enterLoop(std::nullopt);
    return Base::TraverseWhileStmt(S);
  }
  bool TraverseDoStmt(DoStmt *S) {
    llvm::SaveAndRestore Outer(At);
    if (!runsOnce(*S, Context))
      enterLoop(std::nullopt);
    return Base::TraverseDoStmt(S);
  }
  bool TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
    llvm::SaveAndRestore Outer(At);
    enterLoop(constantTurns(*S, Context));
    return Base::TraverseCXXForRangeStmt(S);
  }

  bool VisitDecl(Decl *D) {
    for (const auto &Reader : Readers)
      Reader->readDecl(*D, At);
    return true;
  }
  bool VisitStmt(Stmt *S) {
    for (CandidateReader *Reader : StmtReaders[S->getStmtClass()])
      Reader->readStmt(*S, At);
    return true;
  }
  bool VisitTypeLoc(TypeLoc Type) {
    for (const auto &Reader : Readers)
      Reader->readType(Type, At);
    return true;
  }

private:
  using Base = RecursiveASTVisitor<CandidateVisitor>;

  bool visitLeafOfC(Decl &D) {
    if (D.isImplicit())
      return true;
    VisitDecl(&D);
    const TypeSourceInfo *Type = nullptr;
    if (const auto *Alias = dyn_cast<TypedefDecl>(&D))
      Type = Alias->getTypeSourceInfo();
    else if (!isa<FunctionDecl>(D))
      Type = cast<DeclaratorDecl>(D).getTypeSourceInfo();
    return !Type || TraverseTypeLoc(Type->getTypeLoc());
  }

  void enterLoop(Turns Own) {
    ++At.Loops;
    At.Turns = At.Turns && Own ? Turns(llvm::SaturatingMultiply(*At.Turns, *Own)) : std::nullopt;
  }

  const ASTContext &Context;
  std::span<const std::unique_ptr<CandidateReader>> Readers;
  std::array<llvm::SmallVector<CandidateReader *, 4>, Stmt::lastStmtConstant + 1> StmtReaders;
  const bool IsC;
  WalkPlace At;
};

} // namespace

bool isOfCalls(unsigned StmtClass) {
  return StmtClass >= Stmt::firstCallExprConstant && StmtClass <= Stmt::lastCallExprConstant;
}

bool isOfConstructions(unsigned StmtClass) {
  return StmtClass >= Stmt::firstCXXConstructExprConstant &&
         StmtClass <= Stmt::lastCXXConstructExprConstant;
}

bool isOfCasts(unsigned StmtClass) {
  return StmtClass >= Stmt::firstCastExprConstant && StmtClass <= Stmt::lastCastExprConstant;
}

void walkForCandidates(ASTContext &Context,
                       std::span<const std::unique_ptr<CandidateReader>> Readers) {
  CandidateVisitor(Context, Readers).TraverseAST(Context);
  for (const auto &Reader : Readers)
    Reader->finish();
}

} // namespace memlint
