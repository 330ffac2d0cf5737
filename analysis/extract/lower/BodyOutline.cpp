#include "analysis/extract/lower/BodyOutline.h"

#include "analysis/extract/lower/BodyLowering.h"

namespace memlint {

using namespace clang;

/// The constructor that does what is done without one where a constant local is the result itself:
/// [class.copy.elision] lets its type be const, which would be copied otherwise.
static const CXXConstructorDecl *moveInPlace(const ReturnStmt &S) {
  const VarDecl *Local = S.getNRVOCandidate();
  const CXXRecordDecl *Class = Local ? Local->getType()->getAsCXXRecordDecl() : nullptr;
  if (!Class || !Local->getType().isConstQualified() || !Class->hasDefinition())
    return nullptr;
  for (const CXXConstructorDecl *Made : Class->ctors())
    if (Made->isMoveConstructor() && !Made->isDeleted() && !Made->isTrivial())
      return Made;
  return nullptr;
}

BodyOutline::BodyOutline(const Stmt *Body) { read(Body, /*ValueIsRead=*/false); }

void BodyOutline::read(const Stmt *S, bool ValueIsRead) {
  if (!S)
    return;
  if (const auto *E = dyn_cast<Expr>(S)) {
    Whole.insert(coreOf(E));
    if (!ValueIsRead)
      Discarded.insert(coreOf(E));
    readExpression(E);
    return;
  }
  if (const auto *D = dyn_cast<DeclStmt>(S)) {
    Declarations.push_back(D);
    for (const Decl *Declared : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Declared); V && V->getInit()) {
        name(V, V->getInit());
        readExpression(V->getInit());
      }
    return;
  }
  if (const auto *R = dyn_cast<ReturnStmt>(S)) {
    Returns.push_back(R);
    if (const CXXConstructorDecl *Move = moveInPlace(*R))
      MovedInPlace.try_emplace(coreOf(R->getRetValue()), Move);
    if (R->getRetValue())
      readExpression(R->getRetValue());
    return;
  }
  if (const auto *T = dyn_cast<CXXTryStmt>(S))
    return readTry(*T);
  const bool IsList = isa<CompoundStmt, LabelStmt, SwitchCase, AttributedStmt>(S);
  for (const Stmt *Child : S->children()) {
    const auto *Loop = dyn_cast<ForStmt>(S);
    const auto *Range = dyn_cast<CXXForRangeStmt>(S);
    const auto *Branch = dyn_cast<IfStmt>(S);
    const bool IsBody = IsList ||
                        (Loop && (Child == Loop->getInc() || Child == Loop->getBody() ||
                                  Child == Loop->getInit())) ||
                        (Range && (Child == Range->getInc() || Child == Range->getBody())) ||
                        (Branch && Child != Branch->getCond()) ||
                        (isa<WhileStmt>(S) && Child == cast<WhileStmt>(S)->getBody()) ||
                        (isa<DoStmt>(S) && Child == cast<DoStmt>(S)->getBody()) ||
                        (isa<SwitchStmt>(S) && Child == cast<SwitchStmt>(S)->getBody());
    read(Child, !IsBody);
  }
}

/// Whether only a part of a number in the operand is left in the expression, or what it is compared
/// with: no pointer can be made of that.
static bool spends(const Expr &E) {
  auto IsNarrow = [](QualType Type) {
    const auto *Number = Type->getAs<BuiltinType>();
    return Number && (Number->isFloatingPoint() || Type->isBooleanType() || Type->isCharType());
  };
  if (const auto *B = dyn_cast<BinaryOperator>(&E))
    return B->isComparisonOp() || B->isLogicalOp() || B->isMultiplicativeOp() ||
           (B->isAssignmentOp() && IsNarrow(B->getLHS()->getType()));
  return isa<CastExpr>(E) && IsNarrow(E.getType());
}

/// Whether a number in an operand goes into the value.
static bool passesNumber(const Expr &E) {
  if (const auto *B = dyn_cast<BinaryOperator>(&E))
    return !B->isAssignmentOp() && !B->isCommaOp();
  if (const auto *U = dyn_cast<UnaryOperator>(&E))
    return U->isArithmeticOp();
  if (const auto *C = dyn_cast<CastExpr>(&E))
    return C->getCastKind() == CK_IntegralCast || C->getCastKind() == CK_NoOp;
  return isa<ParenExpr>(E);
}

/// Statements in expressions are rare, but they are there.
void BodyOutline::readExpression(const Expr *E, bool IsSpent) {
  if (const auto *C = dyn_cast<CastExpr>(E);
      C && IsSpent && C->getCastKind() == CK_PointerToIntegral)
    Spent.insert(E);
  IsSpent = spends(*E) || (IsSpent && passesNumber(*E));
  if (isa<LambdaExpr, UnaryExprOrTypeTraitExpr, DeclRefExpr>(E))
    return;
  if (const auto *B = dyn_cast<BinaryOperator>(E); B && B->getOpcode() == BO_Assign)
    if (const auto *Of = dyn_cast<DeclRefExpr>(coreOf(B->getLHS())))
      name(Of->getDecl(), B->getRHS());
  if (const auto *Inner = dyn_cast<StmtExpr>(E)) {
    const CompoundStmt *Body = Inner->getSubStmt();
    if (const Expr *Result = resultOf(*Inner))
      Results.insert(coreOf(Result));
    for (const Stmt *S : Body->body())
      read(S, /*ValueIsRead=*/S == Body->body_back());
    return;
  }
  for (const Stmt *Child : E->children())
    if (const auto *Operand = dyn_cast_or_null<Expr>(Child))
      readExpression(Operand, IsSpent);
}

/// A test that has a name is asked for by it later, whatever it is converted to.
void BodyOutline::name(const ValueDecl *By, const Expr *E) {
  const auto *Variable = dyn_cast<VarDecl>(By);
  if (!Variable || !Variable->hasLocalStorage() || !By->getType()->isIntegralOrEnumerationType())
    return;
  Named.insert(coreOf(E));
  while (const auto *Cast = dyn_cast<CastExpr>(coreOf(E))) {
    E = Cast->getSubExpr();
    Named.insert(coreOf(E));
  }
}

void BodyOutline::readTry(const CXXTryStmt &S) {
  Tries.push_back(&S);
  read(S.getTryBlock(), false);
  guard(S.getTryBlock(), S);
  for (unsigned I = 0; I < S.getNumHandlers(); ++I)
    read(S.getHandler(I)->getHandlerBlock(), false);
}

/// The tries within were read before: what they guard stays theirs.
void BodyOutline::guard(const Stmt *S, const CXXTryStmt &By) {
  if (!S || !TryOf.try_emplace(S, &By).second || isa<LambdaExpr>(S))
    return;
  if (const auto *D = dyn_cast<DeclStmt>(S))
    for (const Decl *Declared : D->decls())
      if (const auto *V = dyn_cast<VarDecl>(Declared))
        guard(V->getInit(), By);
  for (const Stmt *Child : S->children())
    guard(Child, By);
}

} // namespace memlint
