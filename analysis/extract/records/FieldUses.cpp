#include "analysis/extract/records/FieldUses.h"

#include "analysis/extract/records/ContendedTypes.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtVisitor.h"
#include "clang/Index/USRGeneration.h"

#include <set>

namespace memlint {
namespace {

using namespace clang;

bool isAtomicLoad(const AtomicExpr &Atomic) {
  switch (Atomic.getOp()) {
  case AtomicExpr::AO__c11_atomic_load:
  case AtomicExpr::AO__atomic_load:
  case AtomicExpr::AO__atomic_load_n:
    return true;
  default:
    return false;
  }
}

bool isWrapper(const FieldDecl &Field) {
  std::string Kind = contentionKind(Field.getType());
  return Kind != "atomic" && Kind != "lock";
}

class FieldUseReader : public CandidateReader, public ConstStmtVisitor<FieldUseReader> {
public:
  FieldUseReader(const ASTContext &Context, SourceMap &Map,
                 llvm::ArrayRef<const FieldDecl *> Fields, std::vector<FieldUseFact> &Result)
      : Context(Context), Map(Map), Uses(Result) {
    for (const FieldDecl *Field : Fields)
      Watched.insert({Field->getCanonicalDecl(), isContended(Field->getType())});
  }

  bool readsClass(unsigned StmtClass) const override {
    switch (StmtClass) {
    case Stmt::ImplicitCastExprClass:
    case Stmt::BinaryOperatorClass:
    case Stmt::CompoundAssignOperatorClass:
    case Stmt::CXXMemberCallExprClass:
    case Stmt::AtomicExprClass:
    case Stmt::MemberExprClass:
    case Stmt::DeclRefExprClass:
    case Stmt::OffsetOfExprClass:
      return true;
    default:
      return false;
    }
  }
  void readStmt(const Stmt &S, const WalkPlace &At) override {
    Function = At.Function;
    Visit(&S);
  }
  void finish() override {}

  // What contains a use comes before it; these say that the use needs no address, or writes not.
  void VisitImplicitCastExpr(const ImplicitCastExpr *Cast) {
    if (Cast->getCastKind() == CK_LValueToRValue)
      remember(Plain, *Cast->getSubExpr()->IgnoreParens());
  }
  void VisitBinaryOperator(const BinaryOperator *Operator) {
    if (Operator->isAssignmentOp())
      remember(Assigned, *Operator->getLHS()->IgnoreParens());
  }
  void VisitCXXMemberCallExpr(const CXXMemberCallExpr *Call) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (Method && Method->isConst())
      remember(Plain, *Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
  }
  void VisitAtomicExpr(const AtomicExpr *Atomic) {
    if (const auto *Address = dyn_cast<UnaryOperator>(Atomic->getPtr()->IgnoreParenImpCasts()))
      if (isAtomicLoad(*Atomic) && Address->getOpcode() == UO_AddrOf)
        remember(Plain, *Address->getSubExpr()->IgnoreParens());
  }

  void VisitMemberExpr(const MemberExpr *Member) {
    remember(Reached, *Member->getBase()->IgnoreParenImpCasts());
    if (const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl()))
      note(*Field, *Member, Member->getMemberLoc());
  }
  void VisitDeclRefExpr(const DeclRefExpr *Name) { // of a pointer to member
    if (const auto *Field = dyn_cast<FieldDecl>(Name->getDecl()))
      note(*Field, *Name, Name->getLocation());
  }
  void VisitOffsetOfExpr(const OffsetOfExpr *Offset) {
    for (unsigned I = 0; I < Offset->getNumComponents(); ++I)
      if (Offset->getComponent(I).getKind() == OffsetOfNode::Field)
        if (auto At = Watched.find(Offset->getComponent(I).getField()); At != Watched.end())
          add(*At->first, FieldUse::Offset, Offset->getBeginLoc());
  }

private:
  void remember(llvm::DenseSet<const Expr *> &Set, const Expr &Use) {
    const auto *Member = dyn_cast<MemberExpr>(&Use);
    const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    if (Field && Watched.contains(Field->getCanonicalDecl()))
      Set.insert(&Use);
  }
  void note(const FieldDecl &Field, const Expr &Use, SourceLocation Loc) {
    auto At = Watched.find(Field.getCanonicalDecl());
    if (At == Watched.end() || Plain.contains(&Use))
      return;
    if (!At->second && !Assigned.contains(&Use))
      add(Field, FieldUse::Addressed, Loc);
    if (At->second && isWrapper(Field) && !Reached.contains(&Use))
      return; // handed on: whether that writes, and how often, its own functions know
    if (At->second && Function && !isa<CXXConstructorDecl, CXXDestructorDecl>(Function))
      add(Field, FieldUse::Written, Loc);
  }
  void add(const FieldDecl &Field, FieldUse Use, SourceLocation Loc) {
    const FunctionDecl *In = Use == FieldUse::Written ? Function : nullptr;
    if (!Said.insert({&Field, Use, In}).second)
      return;
    FieldUseFact Fact;
    llvm::SmallString<128> Usr;
    index::generateUSRForDecl(Field.getParent(), Usr);
    Fact.Record = Usr.str();
    Fact.Field = Field.getName();
    Fact.Use = Use;
    Fact.Function = In ? readableName(*In) : "";
    Fact.Where = Map.token(Context.getSourceManager().getExpansionLoc(Loc));
    if (Fact.Where)
      Uses.push_back(std::move(Fact));
  }

  const ASTContext &Context;
  SourceMap &Map;
  std::vector<FieldUseFact> &Uses;
  llvm::DenseMap<const FieldDecl *, bool> Watched; // and whether several threads write to it
  llvm::DenseSet<const Expr *> Plain, Assigned, Reached;
  const FunctionDecl *Function = nullptr;
  std::set<std::tuple<const FieldDecl *, FieldUse, const FunctionDecl *>> Said;
};

} // namespace

std::unique_ptr<CandidateReader> readFieldUses(const ASTContext &Context, SourceMap &Map,
                                               llvm::ArrayRef<const FieldDecl *> Watched,
                                               std::vector<FieldUseFact> &Result) {
  return std::make_unique<FieldUseReader>(Context, Map, Watched, Result);
}

} // namespace memlint
