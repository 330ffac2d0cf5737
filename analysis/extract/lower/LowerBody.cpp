// The walk over the CFG: blocks, elements and statements.
#include "analysis/extract/lower/BodyLowering.h"

#include "clang/AST/ASTContext.h"

namespace memlint {
namespace {

using namespace clang;

void addPostOrder(const CFGBlock &From, llvm::DenseSet<const CFGBlock *> &Seen,
                  std::vector<const CFGBlock *> &Order) {
  std::vector<std::pair<const CFGBlock *, CFGBlock::const_succ_iterator>> Open;
  auto Visit = [&](const CFGBlock *B) {
    if (B && Seen.insert(B).second)
      Open.emplace_back(B, B->succ_begin());
  };
  Visit(&From);
  while (!Open.empty()) {
    auto &[Block, Next] = Open.back();
    if (Next == Block->succ_end()) {
      Order.push_back(Block);
      Open.pop_back();
      continue;
    }
    Visit(*Next++);
  }
}

/// From the entry on, each block before what follows it, loops aside; then the handlers, to which
/// only exceptions lead.
std::vector<const CFGBlock *> blocksInOrder(const CFG &Graph) {
  llvm::DenseSet<const CFGBlock *> Seen;
  std::vector<const CFGBlock *> All;
  auto Add = [&](const CFGBlock &From) {
    std::vector<const CFGBlock *> Some;
    addPostOrder(From, Seen, Some);
    All.insert(All.end(), Some.rbegin(), Some.rend());
  };
  Add(Graph.getEntry());
  for (auto Try = Graph.try_blocks_begin(); Try != Graph.try_blocks_end(); ++Try)
    Add(**Try);
  return All;
}

} // namespace

/// Whether the body is one `return` of a number or a truth.
static bool isAnswer(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(F.getBody());
  return Body && Body->size() == 1 && isa<ReturnStmt>(Body->body_front()) &&
         F.getReturnType()->isIntegralOrEnumerationType();
}

void BodyLowering::lower(const CFG &Graph, const BodyOutline &Read, const FunctionDecl *Of,
                         const VarDecl *Global) {
  Outline = &Read;
  Function = Of;
  OnlyAnswers = Of && isAnswer(*Of);
  registerTargets();
  if (Global && !Global->getType()->isReferenceType())
    setTarget(Global->getInit(), {{ir::BaseKind::Global, symbol(*Global), {}}});
  const std::vector<const CFGBlock *> Order = blocksInOrder(Graph);
  for (const CFGBlock *Block : Order)
    BlockIndex[Block] = Block == &Graph.getEntry()  ? 0
                        : Block == &Graph.getExit() ? ir::FunctionBuilder::Exit
                                                    : newBlock();
  findConfluences(Graph);
  for (const CFGBlock *Block : Order) {
    At = BlockIndex[Block];
    Try = nullptr;
    Loaded.clear();
    for (const CFGElement &E : *Block)
      element(E);
    if (Block == &Graph.getExit())
      continue;
    prepareBranch(*Block);
    addEdges(*Block);
  }
  if (Global) {
    At = ir::FunctionBuilder::Exit;
    const ir::Path To{ir::BaseKind::Global, symbol(*Global), {}};
    initialize(To, Global->getType(), Global->getInit(),
               Global->getType()->isReferenceType() ? ir::CopyReason::Bind : ir::CopyReason::Init);
    endTemporaries(Global->getLocation());
  }
  finishTries(Graph);
  At = ir::FunctionBuilder::Exit;
  if (Function)
    endParameters(*Function);
  Opaques.number(Out.function());
}

/// What is constructed where it is to be: variables, and what is returned.
void BodyLowering::registerTargets() {
  for (const DeclStmt *S : Outline->Declarations)
    for (const Decl *D : S->decls())
      if (const auto *V = dyn_cast<VarDecl>(D);
          V && V->getInit() && !V->getType()->isReferenceType() && !V->hasExternalStorage())
        setTarget(V->getInit(), {pathOf(variable(*V)), V->isStaticLocal() ? nullptr : V});
  for (const ReturnStmt *S : Outline->Returns)
    if (const Expr *E = S->getRetValue(); E && Function &&
                                          !Function->getReturnType()->isReferenceType() &&
                                          !E->getType()->isVoidType())
      setTarget(E, {result()});
  const auto *Made = dyn_cast_or_null<CXXConstructorDecl>(Function);
  if (!Made)
    return;
  for (const CXXCtorInitializer *Init : Made->inits()) {
    const FieldDecl *Field = Init->getAnyMember();
    if (!Field)
      setTarget(Init->getInit(), {thisObject()});
    else if (!Field->getType()->isReferenceType() && !Init->isIndirectMemberInitializer())
      setTarget(Init->getInit(), {member(thisObject(), *Field)});
  }
}

void BodyLowering::element(const CFGElement &Element) {
  switch (Element.getKind()) {
  case CFGElement::Statement:
  case CFGElement::Constructor:
  case CFGElement::CXXRecordTypedCall:
    return statement(*Element.castAs<CFGStmt>().getStmt());
  case CFGElement::NewAllocator: {
    const CXXNewExpr &E = *Element.castAs<CFGNewAllocator>().getAllocatorExpr();
    enterTry(&E);
    allocate(E);
    return;
  }
  case CFGElement::Initializer: {
    const CXXCtorInitializer &Init = *Element.castAs<CFGInitializer>().getInitializer();
    initializeMember(Init);
    return endTemporaries(Init.getSourceLocation());
  }
  default:
    return endElement(Element);
  }
}

/// Statements of another try stand in a block of their own, since exceptions leave blocks.
void BodyLowering::enterTry(const Stmt *S) {
  if (Outline->Tries.empty())
    return;
  const CXXTryStmt *Around = Outline->TryOf.lookup(S);
  if (Around == Try)
    return;
  if (!Out.at(At).Ops.empty())
    jump(newBlock());
  Try = Around;
  if (Try && (Guarded.empty() || Guarded.back() != std::pair(At, Try)))
    Guarded.emplace_back(At, Try);
}

void BodyLowering::statement(const Stmt &S) {
  enterTry(&S);
  if (const auto *E = dyn_cast<Expr>(&S))
    return expression(E);
  if (const auto *D = dyn_cast<DeclStmt>(&S))
    declaration(*D);
  else if (const auto *R = dyn_cast<ReturnStmt>(&S))
    returned(*R);
  else if (const auto *C = dyn_cast<CXXCatchStmt>(&S))
    caught(*C);
  else if (const auto *A = dyn_cast<AsmStmt>(&S))
    assembler(*A);
  else
    return;
  endTemporaries(S.getBeginLoc());
}

/// The value of statements in an expression outlives their variables, as another variable would
/// until the end of the whole expression.
void BodyLowering::keepResult(const Expr *E) {
  const ir::Value V = E->isPRValue() && E->getType()->isScalarType() ? value(E) : ir::Value{};
  if (V.Kind != ir::ValueKind::Held)
    return;
  const ir::Path To = newTemporary(E->getType(), E->getExprLoc());
  Out.function().Variables[To.Index].Kind = ir::VariableKind::Local;
  begin(To, E->getExprLoc());
  copy(To, V, ir::CopyReason::Init, E->getExprLoc());
  Pending.push_back({To, E->getType()});
  Values[E] = Out.held(To);
}

void BodyLowering::expression(const Expr *E) {
  const Expr *Core = coreOf(E);
  if (Core->isPRValue() && Core->getType()->isRecordType()) {
    const auto *Made = dyn_cast<CXXConstructExpr>(Core);
    if (Made && Made->getConstructor()->isTrivial() && !Targets.contains(Core) &&
        !Arms.contains(Core))
      return;                      // whoever uses it reads what it copies
    if (isa<BinaryOperator>(Core)) // an assignment of C, or a comma
      effects(Core);
    else
      object(Core);
  } else {
    effects(Core);
  }
  copyIntoJoined(Core);
  if (Outline->Whole.contains(Core))
    endTemporaries(E->getEndLoc());
  if (Outline->Results.contains(Core))
    keepResult(Core);
}

void BodyLowering::declaration(const DeclStmt &S) {
  for (const Decl *D : S.decls())
    if (const auto *V = dyn_cast<VarDecl>(D); V && !V->hasExternalStorage())
      declareVariable(*V);
}

void BodyLowering::takeTarget(const Target &Into) {
  beginTarget(Into.Begins);
  if (Into.BeginsHere)
    begin(Into.To, {});
}

void BodyLowering::beginTarget(const VarDecl *V) {
  if (V && Begun.insert(V).second)
    begin(pathOf(variable(*V)), V->getLocation());
}

void BodyLowering::declareVariable(const VarDecl &V) {
  const ir::Path Path = pathOf(variable(V));
  if (!V.isStaticLocal())
    beginTarget(&V);
  if (!V.getInit())
    return;
  if (Try && !V.isStaticLocal())
    Landings[Try].Begun.emplace_back(Path, V.getType());
  initialize(Path, V.getType(), V.getInit(),
             V.getType()->isReferenceType() ? ir::CopyReason::Bind : ir::CopyReason::Init);
}

void BodyLowering::returned(const ReturnStmt &S) {
  const Expr *E = S.getRetValue();
  if (!E)
    return;
  const QualType Type = Function ? Function->getReturnType() : E->getType();
  if (Type->isVoidType() || E->getType()->isVoidType())
    effects(E);
  else
    initialize(result(), Type, E, ir::CopyReason::Return);
}

void BodyLowering::caught(const CXXCatchStmt &S) {
  const VarDecl *V = S.getExceptionDecl();
  if (!V)
    return;
  const ir::Path Path = pathOf(variable(*V));
  beginTarget(V);
  copy(Path, {}, V->getType()->isReferenceType() ? ir::CopyReason::Bind : ir::CopyReason::Init,
       V->getLocation());
}

/// What goes into inline assembly may go anywhere; what comes out of it may be anything.
void BodyLowering::assembler(const AsmStmt &S) {
  for (unsigned I = 0; I < S.getNumInputs(); ++I) {
    const Expr *E = S.getInputExpr(I);
    if (Unit.Types.holdsPointers(E->getType()) || E->isGLValue())
      lose(E->isGLValue() ? address(E) : value(E), ir::LossReason::Assembler, S.getAsmLoc());
    else
      effects(E);
  }
  for (unsigned I = 0; I < S.getNumOutputs(); ++I) {
    const Expr *E = S.getOutputExpr(I);
    const ir::Path To = place(E);
    Opaques.write(E);
    if (S.isOutputPlusConstraint(I))
      lose(Out.held(To), ir::LossReason::Assembler, S.getAsmLoc());
    copy(To, Unit.Types.holdsPointers(E->getType()) ? ir::Value{} : Opaques.unlike(),
         ir::CopyReason::Assign, S.getAsmLoc());
  }
}

} // namespace memlint
