#include "analysis/extract/Growth.h"

#include "analysis/extract/LoopEffects.h"
#include "analysis/extract/RecordLayouts.h"
#include "analysis/extract/Relocation.h"
#include "analysis/extract/TripCount.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace memlint {
namespace {

using namespace clang;

/// The specialization of std::vector that a type is or derives from; null for any other type.
const ClassTemplateSpecializationDecl *asVector(QualType Type) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  if (!Class || !Class->hasDefinition())
    return nullptr;
  if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(Class))
    if (Special->isInStdNamespace() && Special->getName() == "vector")
      return Special->getTemplateArgs().size() == 2 &&
                     Special->getTemplateArgs()[0].getKind() == TemplateArgument::Type
                 ? Special
                 : nullptr;
  if (!Class->lookup(&Class->getASTContext().Idents.get("reserve")).empty())
    return nullptr; // hides the vector's
  for (const CXXBaseSpecifier &Base : Class->bases())
    if (Base.getAccessSpecifier() == AS_public)
      if (const auto *Special = asVector(Base.getType()))
        return Special;
  return nullptr;
}

/// Default-constructed, perhaps with an allocator: no elements, and no capacity asked for.
bool startsEmpty(const VarDecl &Var, const ClassTemplateSpecializationDecl &Vector) {
  const Expr *Init = Var.getInit();
  const auto *Construct =
      dyn_cast_or_null<CXXConstructExpr>(Init ? Init->IgnoreImplicit() : nullptr);
  if (!Construct)
    return false;
  const CXXConstructorDecl *Constructor = Construct->getConstructor();
  if (Constructor->isUserProvided() && !Constructor->getParent()->isInStdNamespace())
    return false; // a derived class may put something in
  const auto &Arguments = Vector.getTemplateArgs();
  const CXXRecordDecl *Allocator = Arguments[1].getKind() == TemplateArgument::Type
                                       ? Arguments[1].getAsType()->getAsCXXRecordDecl()
                                       : nullptr;
  return llvm::all_of(Construct->arguments(), [&](const Expr *Argument) {
    return isa<CXXDefaultArgExpr>(Argument) ||
           (Allocator && Argument->getType()->getAsCXXRecordDecl() == Allocator);
  });
}

/// A place where a candidate is named: the loops around it, and the growing call it stands in.
struct Use {
  llvm::SmallVector<const Stmt *, 4> Loops;
  const CXXMemberCallExpr *Growth = nullptr; // null for any other use
  bool InLambda = false;
  unsigned Tries = 0; // try blocks around it
};

struct Candidate {
  const VarDecl *Var;
  const ClassTemplateSpecializationDecl *Vector;
  unsigned LoopsAround, TriesAround; // at its declaration
  std::vector<Use> Uses;             // in the order of the source
};

/// One walk over a function: its local vectors and where each is named.
class GrowthVisitor : public RecursiveASTVisitor<GrowthVisitor> {
public:
  std::vector<Candidate> Candidates;
  /// The function jumps, suspends or holds errors: the order of the source is not the order in
  /// which it runs, or not known.
  const char *Unreadable = nullptr;

  bool TraverseForStmt(ForStmt *S) { return inLoop(&Base::TraverseForStmt, S); }
  bool TraverseWhileStmt(WhileStmt *S) { return inLoop(&Base::TraverseWhileStmt, S); }
  bool TraverseDoStmt(DoStmt *S) { return inLoop(&Base::TraverseDoStmt, S); }
  bool TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
    return inLoop(&Base::TraverseCXXForRangeStmt, S);
  }
  bool TraverseCXXRecordDecl(CXXRecordDecl *) { return true; } // its functions are others
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    ++Lambdas;
    bool Go = Base::TraverseLambdaExpr(Lambda);
    --Lambdas;
    return Go;
  }
  bool TraverseCXXTryStmt(CXXTryStmt *S) {
    ++Tries;
    bool Go = Base::TraverseCXXTryStmt(S);
    --Tries;
    return Go;
  }
  bool VisitVarDecl(VarDecl *Var) {
    if (!Var->isLocalVarDecl() || !Var->hasLocalStorage() || Var->getType()->isReferenceType() ||
        Lambdas != 0)
      return true;
    if (const auto *Vector = asVector(Var->getType())) {
      Index[Var] = Candidates.size();
      Candidates.push_back({Var, Vector, unsigned(Loops.size()), Tries, {}});
    }
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (!Method || !Method->getIdentifier() || !Method->getParent()->isInStdNamespace() ||
        (Method->getName() != "push_back" && Method->getName() != "emplace_back"))
      return true;
    if (const auto *Ref =
            dyn_cast<DeclRefExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts()))
      GrowthOf[Ref] = Call;
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    auto Known = Var ? Index.find(Var) : Index.end();
    if (Known != Index.end())
      Candidates[Known->second].Uses.push_back({Loops, GrowthOf.lookup(Ref), Lambdas != 0, Tries});
    return true;
  }
  bool VisitLabelStmt(LabelStmt *) { return unreadable("jumps by goto"); }
  bool VisitCoroutineSuspendExpr(CoroutineSuspendExpr *) { return unreadable("coroutine"); }
  bool VisitRecoveryExpr(RecoveryExpr *) { return unreadable("compile errors"); }

private:
  using Base = RecursiveASTVisitor<GrowthVisitor>;
  template <class S> bool inLoop(bool (Base::*Traverse)(S *, DataRecursionQueue *), S *Loop) {
    Loops.push_back(Loop);
    bool Go = (this->*Traverse)(Loop, nullptr);
    Loops.pop_back();
    return Go;
  }
  bool unreadable(const char *Reason) {
    Unreadable = Reason;
    return true;
  }

  llvm::SmallVector<const Stmt *, 4> Loops;
  unsigned Lambdas = 0, Tries = 0;
  llvm::DenseMap<const VarDecl *, std::size_t> Index;
  llvm::DenseMap<const DeclRefExpr *, const CXXMemberCallExpr *> GrowthOf;
};

const Stmt *bodyOf(const Stmt &Loop) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getBody();
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getBody();
  return nullptr;
}

/// Whether `Call` is a statement of its own on the straight path through `Body`.
bool runsEachTime(const Stmt *Body, const CXXMemberCallExpr *Call) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Body))
    return llvm::any_of(Block->body(), [&](const Stmt *S) { return runsEachTime(S, Call); });
  const auto *E = dyn_cast_or_null<Expr>(Body);
  if (!E)
    return false;
  E = E->IgnoreParenImpCasts();
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E); Cast && Cast->getType()->isVoidType())
    E = Cast->getSubExpr()->IgnoreParenImpCasts();
  return E->IgnoreUnlessSpelledInSource() == Call || E == Call;
}

class GrowthFinder {
public:
  GrowthFinder(ASTContext &Context, SourceMap &Map, const FunctionDecl &Function)
      : Context(Context), Map(Map), Function(Function) {}

  /// The fact for a candidate that grows in a loop, or why there is none.
  std::variant<GrowthFact, const char *> find(const Candidate &C) {
    const Use &First = C.Uses.front();
    if (!First.Growth)
      return "used before the loop that grows it";
    if (!startsEmpty(*C.Var, *C.Vector))
      return "does not start empty";
    if (First.Loops.size() != C.LoopsAround + 1)
      return "grows in nested loops";
    const Stmt *Loop = First.Loops[C.LoopsAround];
    if (const char *Reason = reasonInLoop(C, *Loop))
      return Reason;
    auto Trips = tripCount(Context, *Loop, *Function.getBody());
    if (const auto *Reason = std::get_if<const char *>(&Trips))
      return *Reason;
    const auto &Counted = std::get<TripCount>(Trips);
    if (!Counted.Exact)
      return "the loop may end early";
    if (Counted.AsksAccessor)
      return "the bound is a call";
    return fact(C, *Loop, Counted);
  }

private:
  /// Why the loop's growth of `C` is not one element for each iteration; null when it is.
  const char *reasonInLoop(const Candidate &C, const Stmt &Loop) {
    auto UsesInLoop = llvm::count_if(C.Uses, [&](const Use &U) {
      return U.Loops.size() > C.LoopsAround && U.Loops[C.LoopsAround] == &Loop;
    });
    if (UsesInLoop != 1)
      return "used otherwise in the loop";
    const auto *Growth = C.Uses.front().Growth;
    if (C.Uses.front().InLambda || !runsEachTime(bodyOf(Loop), Growth))
      return "does not grow in each iteration";
    if (!Map.isPlainUserCode(Loop.getBeginLoc()) || !Map.isPlainUserCode(Growth->getExprLoc()) ||
        !Map.isPlainUserCode(C.Var->getLocation()))
      return "written by a macro";
    auto Effects = effectsOf(Loop, loopCounter(Loop));
    bool Caught = C.Uses.front().Tries > C.TriesAround; // and the container outlives the throw
    if (Effects.LeavesEarly || (Caught && (Effects.Throws || Effects.MayWriteElsewhere)))
      return "the loop may end early";
    if (Effects.FirstContinue && Context.getSourceManager().isBeforeInTranslationUnit(
                                     Effects.FirstContinue->getBeginLoc(), Growth->getBeginLoc()))
      return "does not grow in each iteration";
    return nullptr;
  }

  std::variant<GrowthFact, const char *> fact(const Candidate &C, const Stmt &Loop,
                                              const TripCount &Trips) {
    QualType Element = C.Vector->getTemplateArgs()[0].getAsType();
    if (Element->isBooleanType())
      return "vector<bool> packs its elements";
    if (Element->isIncompleteType())
      return "the element's type is incomplete";
    GrowthFact Fact;
    Fact.Function = readableName(Function);
    Fact.Container = C.Var->getName();
    Fact.ContainerType = readableType(C.Var->getType(), Context);
    Fact.ElementType = readableType(Element, Context);
    Fact.ElementSize = Context.getTypeSizeInChars(Element).getQuantity();
    Fact.Moves = relocationOf(Context, Element);
    Fact.Loop = Map.token(Loop.getBeginLoc());
    Fact.Declared = Map.token(C.Var->getLocation());
    Fact.Growths.push_back(Map.token(C.Uses.front().Growth->getExprLoc()));
    Fact.Trips = Trips.Trips;
    Fact.Count = Trips.Count;
    Fact.CountNumber = Trips.Number;
    return Fact;
  }

  ASTContext &Context;
  SourceMap &Map;
  const FunctionDecl &Function;
};

bool growsInLoop(const Candidate &C) {
  return llvm::any_of(C.Uses,
                      [&](const Use &U) { return U.Growth && U.Loops.size() > C.LoopsAround; });
}

} // namespace

std::vector<GrowthFact> growthFacts(ASTContext &Context, SourceMap &Map,
                                    const FunctionDecl &Function,
                                    const std::function<void(const char *)> &Silent) {
  std::vector<GrowthFact> Facts;
  GrowthVisitor Visitor;
  Visitor.TraverseStmt(Function.getBody());
  GrowthFinder Finder(Context, Map, Function);
  for (const Candidate &C : Visitor.Candidates) {
    if (!growsInLoop(C))
      continue;
    if (Visitor.Unreadable) {
      Silent(Visitor.Unreadable);
      continue;
    }
    auto Found = Finder.find(C);
    if (auto *Fact = std::get_if<GrowthFact>(&Found))
      Facts.push_back(std::move(*Fact));
    else
      Silent(std::get<const char *>(Found));
  }
  return Facts;
}

} // namespace memlint
