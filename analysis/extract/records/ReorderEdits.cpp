#include "analysis/extract/records/ReorderEdits.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/records/AggregateCalls.h"
#include "analysis/extract/records/BindingEdits.h"
#include "analysis/extract/records/ConstructorEdits.h"
#include "analysis/extract/records/DefinitionEdits.h"
#include "analysis/extract/records/DefinitionMemory.h"
#include "analysis/extract/records/InitListEdits.h"
#include "analysis/extract/records/RecordRewrite.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/StmtVisitor.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

#include <set>

namespace memlint {
namespace {

using namespace clang;

/// Finds what names the fields of a candidate by their order. Templates are rewritten as they are
/// written; where only an instance shows such a place, nothing can be rewritten.
class EditReader : public CandidateReader, public ConstStmtVisitor<EditReader> {
public:
  EditReader(ASTContext &Context, SourceMap &Map, std::span<const ReorderCandidate> Candidates,
             DefinitionMemory &Memory, std::vector<OrderBlockerFact> &Blockers,
             std::vector<ReorderFact> &Result)
      : Context(Context), Text(Context), Memory(Memory), Blockers(Blockers), Result(Result) {
    Rewrites.reserve(Candidates.size()); // pointed at from here on
    for (const ReorderCandidate &Candidate : Candidates) {
      RecordRewrite &Rewrite = Rewrites.emplace_back(Candidate, Text, Map);
      ByRecord[cast<RecordDecl>(Candidate.Record->getCanonicalDecl())] = &Rewrite;
    }
  }

  void readDecl(const Decl &D, const WalkPlace &At) override {
    InInstance = At.InInstance;
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&D))
      readConstructor(*Constructor);
    else if (const auto *Bindings = dyn_cast<DecompositionDecl>(&D))
      readBindings(*Bindings);
  }
  bool readsClass(unsigned StmtClass) const override {
    return isOfCalls(StmtClass) || isOfConstructions(StmtClass) ||
           StmtClass == Stmt::InitListExprClass || StmtClass == Stmt::CXXParenListInitExprClass ||
           StmtClass == Stmt::DesignatedInitUpdateExprClass;
  }
  void readStmt(const Stmt &S, const WalkPlace &At) override {
    InInstance = At.InInstance;
    Visit(&S);
  }
  void finish() override {
    std::set<std::string_view> Blocked; // not to be rewritten anyway
    for (const OrderBlockerFact &B : Blockers)
      Blocked.insert(B.Record);
    std::vector<OrderBlockerFact> Found;
    for (RecordRewrite &Rewrite : Rewrites) {
      if (Blocked.contains(Rewrite.usr()))
        continue;
      rewriteDefinition(Rewrite);
      if (auto Reorder = Rewrite.takeReorder())
        Result.push_back(std::move(*Reorder));
      llvm::append_range(Found, Rewrite.takeBlockers());
    }
    llvm::append_range(Blockers, std::move(Found));
  }

  void VisitInitListExpr(const InitListExpr *List) {
    if (List->getSyntacticForm())
      readList(*List);
  }
  void VisitDesignatedInitUpdateExpr(const DesignatedInitUpdateExpr *E) {
    if (RecordRewrite *Rewrite = rewriteOf(E->getType()))
      Rewrite->block("mixed-list", "designators change an object that another element gave",
                     E->getBeginLoc());
  }
  void VisitCXXParenListInitExpr(const CXXParenListInitExpr *E) {
    if (RecordRewrite *Rewrite = rewriteOf(E->getType());
        Rewrite && !E->getUserSpecifiedInitExprs().empty())
      Rewrite->block("parenthesised", "an initializer in parentheses names no fields",
                     E->getBeginLoc());
  }
  void VisitCallExpr(const CallExpr *E) {
    if (const FunctionDecl *Callee = E->getDirectCallee())
      readCall(*Callee, {E->getArgs(), E->getNumArgs()}, E->getExprLoc());
  }
  void VisitCXXConstructExpr(const CXXConstructExpr *E) {
    readCall(*E->getConstructor(), {E->getArgs(), E->getNumArgs()}, E->getExprLoc());
  }

private:
  void rewriteDefinition(RecordRewrite &Rewrite) {
    const std::optional<DefinitionKey> Key = Memory.keyOf(Rewrite.record(), Rewrite.fact());
    if (!Key)
      return editDefinition(Rewrite);
    if (const RewriteAnswer *Known = Memory.known().rewrite(*Key))
      return Rewrite.add(*Known);
    RecordRewrite Alone = Rewrite.fresh();
    editDefinition(Alone);
    RewriteAnswer Answer = Alone.answer();
    Rewrite.add(Answer);
    Memory.known().keep(*Key, std::move(Answer));
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
  void readConstructor(const CXXConstructorDecl &D) {
    RecordRewrite *Rewrite = find(*D.getParent());
    if (Rewrite && !InInstance && D.isThisDeclarationADefinition() && !D.isImplicit() &&
        !D.isDefaulted() && !D.isDeleted())
      editConstructor(D, *Rewrite);
  }
  void readBindings(const DecompositionDecl &D) {
    const RecordDecl *Record = boundRecord(D);
    if (RecordRewrite *Rewrite = Record ? find(*Record) : nullptr)
      if (isFirst(D.getLocation(), *Rewrite))
        editBindings(D, *Rewrite);
  }
  bool holdsCandidate(const InitListExpr &List) const {
    return rewriteOf(List.getType()) || llvm::any_of(List.inits(), [this](const Expr *Init) {
             const auto *Inner = dyn_cast_or_null<InitListExpr>(Init);
             return Inner && holdsCandidate(*Inner);
           });
  }
  void readList(const InitListExpr &List) {
    if (!holdsCandidate(List))
      return;
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
  void readCall(const FunctionDecl &Callee, ArrayRef<const Expr *> Arguments, SourceLocation At) {
    for (const CXXRecordDecl *Record : aggregatesMadeBy(Context, Callee, Arguments))
      if (RecordRewrite *Rewrite = find(*Record))
        Rewrite->block("emplace",
                       "'" + Callee.getNameAsString() + "' makes it from arguments in order", At);
  }

  ASTContext &Context;
  SourceText Text;
  DefinitionMemory &Memory;
  std::vector<OrderBlockerFact> &Blockers;
  std::vector<ReorderFact> &Result;
  std::vector<RecordRewrite> Rewrites;
  llvm::DenseMap<const RecordDecl *, RecordRewrite *> ByRecord;
  llvm::DenseSet<std::pair<SourceLocation, RecordRewrite *>> Seen;
  bool InInstance = false;
};

} // namespace

std::unique_ptr<CandidateReader> readReorderEdits(ASTContext &Context, SourceMap &Map,
                                                  std::span<const ReorderCandidate> Candidates,
                                                  DefinitionMemory &Memory,
                                                  std::vector<OrderBlockerFact> &Blockers,
                                                  std::vector<ReorderFact> &Result) {
  return std::make_unique<EditReader>(Context, Map, Candidates, Memory, Blockers, Result);
}

} // namespace memlint
