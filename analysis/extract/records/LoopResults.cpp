#include "analysis/extract/records/LoopResults.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"

namespace memlint {
namespace {

using namespace clang;

const Expr *written(const Expr *E) { return E ? E->IgnoreParenCasts() : nullptr; }

/// The local variable that an expression names; null for any other expression.
const VarDecl *localIn(const Expr *E) {
  const auto *Name = dyn_cast_or_null<DeclRefExpr>(written(E));
  const auto *Variable = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return Variable && Variable->hasLocalStorage() && !Variable->getType()->isReferenceType()
             ? Variable
             : nullptr;
}

/// What an owner is made from, as `std::unique_ptr<T>(new T)`, or the expression itself.
const Expr *source(const Expr *E) {
  for (;;) {
    E = E->IgnoreUnlessSpelledInSource()->IgnoreParenCasts();
    const auto *Made = dyn_cast<CXXConstructExpr>(E);
    if (!Made || Made->getNumArgs() == 0)
      return E;
    E = Made->getArg(0);
  }
}

/// C has no other mark for it than the name: `free`, `zfree`, `node_free`.
bool isFree(const CallExpr &Call) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  return Callee && Callee->getIdentifier() && Callee->getName().contains_insensitive("free");
}

} // namespace

/// Shows every evaluated node of a body, outer before inner.
class ResultVisitor : public RecursiveASTVisitor<ResultVisitor> {
public:
  explicit ResultVisitor(LoopResults &Results) : Results(Results) {}
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }
  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) { return true; }
  bool TraverseCXXNoexceptExpr(CXXNoexceptExpr *) { return true; }
  bool VisitDecl(Decl *D) {
    Results.readDecl(*D);
    return true;
  }
  bool VisitStmt(Stmt *S) {
    Results.readStmt(*S);
    return true;
  }

private:
  LoopResults &Results;
};

LoopResults::LoopResults(const FunctionDecl &Function) {
  ResultVisitor(*this).TraverseStmt(Function.getBody());
}

void LoopResults::takes(const VarDecl &Variable, const Expr &Value) {
  Takers[source(&Value)] = &Variable;
}

void LoopResults::harmless(const Expr *E) {
  if (const VarDecl *Variable = localIn(E))
    ++Known[Variable].Harmless;
}

void LoopResults::readDecl(const Decl &D) {
  const auto *Variable = dyn_cast<VarDecl>(&D);
  if (Variable && Variable->hasLocalStorage() && !Variable->getType()->isReferenceType() &&
      Variable->getInit())
    takes(*Variable, *Variable->getInit());
}

void LoopResults::readStmt(const Stmt &S) {
  if (const auto *Name = dyn_cast<DeclRefExpr>(&S)) {
    if (const VarDecl *Variable = localIn(Name))
      ++Known[Variable].All;
  } else if (const auto *Member = dyn_cast<MemberExpr>(&S)) {
    readMember(*Member);
  } else if (const auto *Call = dyn_cast<CallExpr>(&S)) {
    readCall(*Call);
  } else {
    readOther(S);
  }
}

/// A method of the object may keep `this`; one of an owner, but for release(), gives away no
/// ownership.
void LoopResults::readMember(const MemberExpr &Member) {
  const VarDecl *Variable = localIn(Member.getBase());
  if (!Variable)
    return;
  const auto *Method = dyn_cast<CXXMethodDecl>(Member.getMemberDecl());
  if (!Method ||
      (!Member.isArrow() && !(Method->getIdentifier() && Method->getName() == "release")))
    ++Known[Variable].Harmless;
  else if (Member.isArrow())
    ++Known[Variable].Lent;
}

void LoopResults::readCall(const CallExpr &Call) {
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
  const VarDecl *First = Call.getNumArgs() == 0 ? nullptr : localIn(Call.getArg(0));
  if (Operator && First && Operator->getOperator() == OO_Equal) {
    ++Known[First].Harmless;
    takes(*First, *Operator->getArg(1));
  } else if (Operator) {
    for (const Expr *Argument : Operator->arguments())
      harmless(Argument);
  } else if (isFree(Call)) {
    for (const Expr *Argument : Call.arguments())
      if (const VarDecl *Variable = localIn(Argument)) {
        ++Known[Variable].Harmless;
        Known[Variable].Freed = true;
      }
  }
}

void LoopResults::readOperator(const BinaryOperator &Operator) {
  if (Operator.isComparisonOp() || Operator.isLogicalOp()) {
    harmless(Operator.getLHS());
    harmless(Operator.getRHS());
  }
  if (Operator.getOpcode() != BO_Assign)
    return;
  harmless(Operator.getLHS());
  if (const VarDecl *Variable = localIn(Operator.getLHS()))
    takes(*Variable, *Operator.getRHS());
  const auto *Inner = dyn_cast<BinaryOperator>(written(Operator.getRHS()));
  if (Inner && Inner->getOpcode() == BO_Assign) // `list->head = node = ...`
    if (const VarDecl *Variable = localIn(Inner->getLHS()))
      HandedOn.insert(Variable);
}

void LoopResults::readOther(const Stmt &S) {
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S)) {
    readOperator(*Operator);
  } else if (const auto *Operator = dyn_cast<UnaryOperator>(&S)) {
    if (Operator->getOpcode() == UO_LNot)
      harmless(Operator->getSubExpr());
    else if (const VarDecl *Variable = localIn(Operator->getSubExpr());
             Variable && Operator->getOpcode() == UO_Deref)
      ++Known[Variable].Lent;
  } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(&S)) {
    harmless(Element->getBase());
  } else if (const auto *Delete = dyn_cast<CXXDeleteExpr>(&S)) {
    harmless(Delete->getArgument());
    if (const VarDecl *Variable = localIn(Delete->getArgument()))
      Known[Variable].Freed = true;
  } else if (const auto *If = dyn_cast<IfStmt>(&S)) {
    harmless(If->getCond());
  } else if (const auto *While = dyn_cast<WhileStmt>(&S)) {
    harmless(While->getCond());
  } else if (const auto *Choice = dyn_cast<ConditionalOperator>(&S)) {
    harmless(Choice->getCond());
  }
}

/// What is lent and freed later came back; what is lent and never freed was kept, or leaks. What no
/// local variable takes first goes elsewhere.
bool LoopResults::mayOutlive(const Expr &Allocation) const {
  auto Taker = Takers.find(Allocation.IgnoreParenCasts());
  if (Taker == Takers.end() || HandedOn.contains(Taker->second))
    return true;
  Uses Of = Known.lookup(Taker->second);
  return Of.All > Of.Harmless + (Of.Freed ? Of.Lent : 0);
}

} // namespace memlint
