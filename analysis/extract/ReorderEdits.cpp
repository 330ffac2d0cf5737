#include "analysis/extract/ReorderEdits.h"

#include "analysis/extract/AggregateCalls.h"
#include "analysis/extract/BindingEdits.h"
#include "analysis/extract/ConstructorEdits.h"
#include "analysis/extract/DefinitionEdits.h"
#include "analysis/extract/InitListEdits.h"
#include "analysis/extract/RecordRewrite.h"
#include "analysis/extract/SourceMap.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

namespace memlint {
namespace {

using namespace clang;

/// Finds what names the fields of a candidate by their order. Templates are rewritten as they are
/// written; where only an instance shows such a place, nothing can be rewritten.
class OrderUses : public RecursiveASTVisitor<OrderUses> {
public:
  OrderUses(ASTContext &Context, std::vector<RecordRewrite> &Rewrites) : Context(Context) {
    for (RecordRewrite &Rewrite : Rewrites)
      ByRecord[cast<RecordDecl>(Rewrite.record().getCanonicalDecl())] = &Rewrite;
  }

  bool shouldVisitTemplateInstantiations() const { return true; }

  bool TraverseDecl(Decl *D) {
    bool Outer = InInstance;
    InInstance |= D && isInstance(*D);
    bool Continue = RecursiveASTVisitor::TraverseDecl(D);
    InInstance = Outer;
    return Continue;
  }
  /// Of C's types only the parameters matter; most of a walk's time would go into the others.
  bool TraverseTypeLoc(TypeLoc Type, bool WithQualifier = true) {
    if (Context.getLangOpts().CPlusPlus)
      return RecursiveASTVisitor::TraverseTypeLoc(Type, WithQualifier);
    if (auto Function = Type.getAsAdjusted<FunctionTypeLoc>())
      for (ParmVarDecl *Parameter : Function.getParams())
        TraverseDecl(Parameter);
    return true;
  }
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    if (FunctionTemplateDecl *Generic = Lambda->getDependentCallOperator())
      for (FunctionDecl *Instance : Generic->specializations())
        TraverseDecl(Instance);
    return RecursiveASTVisitor::TraverseLambdaExpr(Lambda);
  }
  bool TraverseInitListExpr(InitListExpr *List, DataRecursionQueue * = nullptr) {
    InitListExpr *Semantic = List->isSemanticForm() ? List : List->getSemanticForm();
    if (!Semantic)
      Semantic = List;
    if (Semantic->getSyntacticForm() && Semantic->getSyntacticForm() != Semantic)
      visitList(*Semantic);
    for (Expr *Init : Semantic->inits())
      TraverseStmt(Init);
    if (Expr *Filler = Semantic->hasArrayFiller() ? Semantic->getArrayFiller() : nullptr)
      TraverseStmt(Filler);
    return true;
  }
  bool VisitDesignatedInitUpdateExpr(DesignatedInitUpdateExpr *E) {
    if (RecordRewrite *Rewrite = rewriteOf(E->getType()))
      Rewrite->block("mixed-list", "designators change an object that another element gave",
                     E->getBeginLoc());
    return true;
  }
  bool VisitCXXParenListInitExpr(CXXParenListInitExpr *E) {
    if (RecordRewrite *Rewrite = rewriteOf(E->getType());
        Rewrite && !E->getUserSpecifiedInitExprs().empty())
      Rewrite->block("parenthesised", "an initializer in parentheses names no fields",
                     E->getBeginLoc());
    return true;
  }
  bool VisitCXXConstructorDecl(CXXConstructorDecl *D) {
    RecordRewrite *Rewrite = find(*D->getParent());
    if (Rewrite && !InInstance && D->isThisDeclarationADefinition() && !D->isImplicit() &&
        !D->isDefaulted() && !D->isDeleted())
      editConstructor(*D, *Rewrite);
    return true;
  }
  bool VisitDecompositionDecl(DecompositionDecl *D) {
    const RecordDecl *Record = boundRecord(*D);
    if (RecordRewrite *Rewrite = Record ? find(*Record) : nullptr)
      if (isFirst(D->getLocation(), *Rewrite))
        editBindings(*D, *Rewrite);
    return true;
  }
  bool VisitCallExpr(CallExpr *E) {
    if (const FunctionDecl *Callee = E->getDirectCallee())
      visitCall(*Callee, {E->getArgs(), E->getNumArgs()}, E->getExprLoc());
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    visitCall(*E->getConstructor(), {E->getArgs(), E->getNumArgs()}, E->getExprLoc());
    return true;
  }

private:
  static bool isInstance(const Decl &D) {
    if (const auto *Function = dyn_cast<FunctionDecl>(&D))
      return isTemplateInstantiation(Function->getTemplateSpecializationKind());
    if (const auto *Class = dyn_cast<CXXRecordDecl>(&D))
      return isTemplateInstantiation(Class->getTemplateSpecializationKind());
    const auto *Variable = dyn_cast<VarDecl>(&D);
    return Variable && isTemplateInstantiation(Variable->getTemplateSpecializationKind());
  }
  RecordRewrite *find(const RecordDecl &Record) const {
    return ByRecord.lookup(cast<RecordDecl>(Record.getCanonicalDecl()));
  }
  RecordRewrite *rewriteOf(QualType Type) const {
    const RecordDecl *Record = Type->getAsRecordDecl();
    return Record ? find(*Record) : nullptr;
  }
  /// Whether this place is to be read: it was not, and not only an instance of a template shows it.
  bool isFirst(SourceLocation At, RecordRewrite &Rewrite) {
    if (InInstance && !Seen.contains({At, &Rewrite})) {
      Rewrite.block("template", "a template names the fields by their order", At);
      return false;
    }
    return Seen.insert({At, &Rewrite}).second;
  }
  void visitList(const InitListExpr &List) {
    llvm::SmallDenseMap<RecordRewrite *, bool> First; // a list may hold several without braces
    editInitList(Context, List, [&](const RecordDecl &Record) -> RecordRewrite * {
      RecordRewrite *Rewrite = find(Record);
      if (!Rewrite)
        return nullptr;
      auto [Known, New] = First.try_emplace(Rewrite, false);
      if (New)
        Known->second = isFirst(List.getBeginLoc(), *Rewrite);
      return Known->second ? Rewrite : nullptr;
    });
  }
  void visitCall(const FunctionDecl &Callee, ArrayRef<const Expr *> Arguments, SourceLocation At) {
    for (const CXXRecordDecl *Record : aggregatesMadeBy(Context, Callee, Arguments))
      if (RecordRewrite *Rewrite = find(*Record))
        Rewrite->block("emplace",
                       "'" + Callee.getNameAsString() + "' makes it from arguments in order", At);
  }

  ASTContext &Context;
  llvm::DenseMap<const RecordDecl *, RecordRewrite *> ByRecord;
  llvm::DenseSet<std::pair<SourceLocation, RecordRewrite *>> Seen;
  bool InInstance = false;
};

} // namespace

ReorderEdits reorderEdits(ASTContext &Context, SourceMap &Map,
                          std::span<const ReorderCandidate> Candidates) {
  SourceText Text(Context);
  std::vector<RecordRewrite> Rewrites;
  Rewrites.reserve(Candidates.size());
  for (const ReorderCandidate &Candidate : Candidates)
    editDefinition(Rewrites.emplace_back(Candidate, Text, Map));
  OrderUses(Context, Rewrites).TraverseAST(Context);
  ReorderEdits Result;
  for (RecordRewrite &Rewrite : Rewrites) {
    if (auto Reorder = Rewrite.takeReorder())
      Result.Reorders.push_back(std::move(*Reorder));
    std::vector<OrderBlockerFact> Blockers = Rewrite.takeBlockers();
    std::move(Blockers.begin(), Blockers.end(), std::back_inserter(Result.Blockers));
  }
  return Result;
}

} // namespace memlint
