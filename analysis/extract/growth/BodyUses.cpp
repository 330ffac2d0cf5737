#include "analysis/extract/growth/BodyUses.h"

#include "analysis/extract/growth/GrowableContainers.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {

using namespace clang;

/// One walk over a body; nothing is judged yet.
class BodyReader : public RecursiveASTVisitor<BodyReader> {
public:
  explicit BodyReader(BodyUses &Uses) : Uses(Uses) {}

  bool TraverseCXXRecordDecl(CXXRecordDecl *) { return true; } // its functions are others
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    ++Lambdas;
    bool Go = RecursiveASTVisitor::TraverseLambdaExpr(Lambda);
    --Lambdas;
    return Go;
  }
  bool VisitVarDecl(VarDecl *Var) {
    if (Lambdas == 0 && Var->isLocalVarDecl())
      Uses.Locals.push_back(Var);
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    if (!Var)
      return true;
    auto &Found = Uses.Mentions[Var];
    if (Found.empty() && Var->hasGlobalStorage())
      Uses.Others.push_back(Var);
    Found.push_back(Ref);
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) { return add(Call); }
  bool VisitCXXConstructExpr(CXXConstructExpr *Construct) { return add(Construct); }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *For) {
    Uses.Ranges.push_back(For);
    return true;
  }
  bool VisitLabelStmt(LabelStmt *) { return unreadable(); }
  bool VisitAsmStmt(AsmStmt *) { return unreadable(); }
  bool VisitCoroutineSuspendExpr(CoroutineSuspendExpr *) { return unreadable(); }
  bool VisitRecoveryExpr(RecoveryExpr *) { return unreadable(); }

private:
  bool add(const Expr *Call) {
    Uses.Calls.push_back(Call);
    return true;
  }
  bool unreadable() { return Uses.Unreadable = true; }

  BodyUses &Uses;
  unsigned Lambdas = 0;
};

namespace {

/// Calls on the standard's containers that cannot reserve.
UseKind useByName(StringRef Name) {
  return llvm::StringSwitch<UseKind>(Name)
      .Cases({"push_back", "emplace_back", "push_front", "emplace_front"}, UseKind::Grows)
      .Cases({"insert", "emplace", "emplace_hint", "try_emplace"}, UseKind::Grows)
      .Cases({"insert_or_assign", "append", "push"}, UseKind::Grows)
      .Cases({"at", "front", "back", "data", "begin", "end"}, UseKind::Elements)
      .Cases({"rbegin", "rend", "find", "lower_bound", "upper_bound"}, UseKind::Elements)
      .Cases({"clear", "erase", "pop_back", "pop_front", "pop"}, UseKind::Shrinks)
      .Cases({"extract", "swap", "shrink_to_fit"}, UseKind::Shrinks)
      .Default(UseKind::Changes);
}

UseKind useOfContainer(ContainerUse Use) {
  switch (Use) {
  case ContainerUse::GrowsByOne:
  case ContainerUse::GrowsByRange:
    return UseKind::Grows;
  case ContainerUse::Reads:
    return UseKind::Elements;
  case ContainerUse::Shrinks:
    return UseKind::Shrinks;
  case ContainerUse::Reserves:
  case ContainerUse::SetsSize:
  case ContainerUse::Unknown:
    return UseKind::Changes;
  }
  return UseKind::Changes;
}

/// What a call of `Method` does to the object it is made on.
UseKind useByMember(const ASTContext &Context, const CXXMethodDecl &Method, const Expr &Call) {
  if (Method.isConst() || Method.isStatic())
    return UseKind::Reads;
  if (auto Known = containerCall(Context, Call))
    return useOfContainer(Known->Use);
  if (!Method.getParent()->isInStdNamespace())
    return UseKind::Changes;
  if (Method.getOverloadedOperator() == OO_Subscript)
    return isStandardClass(Context.getCanonicalTagType(Method.getParent()), "map")
               ? UseKind::Grows
               : UseKind::Elements;
  return Method.getIdentifier() ? useByName(Method.getName()) : UseKind::Changes;
}

/// A result through which the argument may live on or be changed.
bool mayRefer(QualType Result) {
  if (Result->isReferenceType() || Result->isPointerType())
    return true;
  const CXXRecordDecl *Class = Result->getAsCXXRecordDecl();
  return Class && !isStandardClass(Result, "basic_string") && !isStandardClass(Result, "vector");
}

UseKind useByParameter(const FunctionDecl *Callee, unsigned Index) {
  if (!Callee || Index >= Callee->getNumParams())
    return UseKind::Escapes;
  QualType Type = Callee->getParamDecl(Index)->getType();
  if (!Type->isReferenceType())
    return UseKind::Reads;
  if (!Type->isLValueReferenceType() || !Type->getPointeeType().isConstQualified())
    return UseKind::Escapes;
  return mayRefer(Callee->getReturnType()) ? UseKind::Escapes : UseKind::Reads;
}

std::optional<unsigned> argumentIndex(llvm::iterator_range<CallExpr::const_arg_iterator> Arguments,
                                      const Stmt *E) {
  unsigned Index = 0;
  for (const Expr *Argument : Arguments) {
    if (Argument == E)
      return Index;
    ++Index;
  }
  return std::nullopt;
}

UseKind useByOperator(const ASTContext &Context, const CXXOperatorCallExpr &Call, const Stmt *E) {
  auto Index = argumentIndex(Call.arguments(), E);
  const auto *Callee = dyn_cast_or_null<FunctionDecl>(Call.getCalleeDecl());
  if (!Index || !Callee)
    return UseKind::Escapes;
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  if (Method && *Index == 0)
    return useByMember(Context, *Method, Call);
  unsigned Parameter = *Index - (Method && !Method->isStatic() ? 1 : 0);
  if (Parameter >= Callee->getNumParams())
    return UseKind::Escapes;
  QualType Type = Callee->getParamDecl(Parameter)->getType();
  if (!Type->isReferenceType() || Type->getPointeeType().isConstQualified())
    return UseKind::Reads; // `out << x` gives back `out`
  return *Index == 0 && Type->isLValueReferenceType() ? UseKind::Changes : UseKind::Escapes;
}

UseKind useByConstructor(const CXXConstructExpr &Construct, const Stmt *E) {
  auto Index = argumentIndex(Construct.arguments(), E);
  if (!Index || *Index >= Construct.getConstructor()->getNumParams())
    return UseKind::Escapes;
  QualType Type = Construct.getConstructor()->getParamDecl(*Index)->getType();
  if (!Type->isReferenceType())
    return UseKind::Reads;
  bool Copies = Construct.getConstructor()->isCopyConstructor() ||
                isStandardClass(Construct.getType(), "basic_string") ||
                isStandardClass(Construct.getType(), "basic_istringstream");
  return Copies && Type->getPointeeType().isConstQualified() ? UseKind::Reads : UseKind::Escapes;
}

/// A variable bound to the object; the implicit one of a range-for is judged by the loop's own.
UseKind useByVariable(const DeclStmt &Declared, const Stmt *&By, const Stmt *Around) {
  const auto *Var = Declared.isSingleDecl() ? dyn_cast<VarDecl>(Declared.getSingleDecl()) : nullptr;
  const auto *For = dyn_cast_or_null<CXXForRangeStmt>(Around);
  if (!Var || !For || For->getRangeStmt() != &Declared)
    return UseKind::Escapes;
  By = For;
  QualType Type = For->getLoopVariable()->getType();
  bool Const = !Type->isReferenceType() || Type->getPointeeType().isConstQualified();
  return Const ? UseKind::Reads : UseKind::Elements;
}

} // namespace

bool isStandardClass(QualType Type, StringRef Name) {
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() && Class->getName() == Name;
}

BodyUses::BodyUses(ASTContext &Context, const FunctionDecl &Function)
    : Context(Context), Function(Function) {
  BodyReader Reader(*this);
  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function))
    for (CXXCtorInitializer *Init : Constructor->inits())
      Reader.TraverseStmt(Init->getInit());
  Reader.TraverseStmt(Function.getBody());
}

BodyUses::~BodyUses() = default;

const Stmt *BodyUses::parent(const Stmt &S) const {
  if (!Parents) {
    Parents = std::make_unique<ParentMap>(Function.getBody());
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function))
      for (CXXCtorInitializer *Init : Constructor->inits())
        Parents->addStmt(Init->getInit());
  }
  return Parents->getParent(&S);
}

const Stmt *BodyUses::loopAround(const Stmt &S) const {
  for (const Stmt *At = parent(S); At && !isa<LambdaExpr>(At); At = parent(*At))
    if (isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(At))
      return At;
  return nullptr;
}

VariableUse BodyUses::useOf(const Expr &Named, bool InLambdas) const {
  const auto *Ref = dyn_cast<DeclRefExpr>(&Named);
  if (!InLambdas && Ref && Ref->refersToEnclosingVariableOrCapture())
    return {Ref, UseKind::Escapes};
  const Stmt *E = &Named;
  while (const Stmt *P = parent(*E)) {
    if (isa<ParenExpr, FullExpr, ConditionalOperator, ArraySubscriptExpr, MaterializeTemporaryExpr>(
            P)) {
      E = P;
    } else if (const auto *Cast = dyn_cast<ImplicitCastExpr>(P)) {
      if (Cast->getCastKind() == CK_LValueToRValue || Cast->getCastKind() == CK_ToVoid)
        return {Ref, UseKind::Reads, P};
      E = P;
    } else if (const auto *Member = dyn_cast<MemberExpr>(P)) {
      E = P;
      if (const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl())) {
        const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(parent(*P));
        if (!Call)
          return {Ref, UseKind::Escapes};
        if (!isa<CXXConversionDecl>(Method))
          return {Ref, useByMember(Context, *Method, *Call), Call};
        E = Call; // a view of it is used as it would be
      }
    } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(P)) {
      return {Ref, useByOperator(Context, *Operator, E), P};
    } else if (const auto *Call = dyn_cast<CallExpr>(P)) {
      auto Index = argumentIndex(Call->arguments(), E);
      return {Ref, Index ? useByParameter(Call->getDirectCallee(), *Index) : UseKind::Escapes, P};
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(P)) {
      return {Ref, useByConstructor(*Construct, E), P};
    } else if (const auto *Op = dyn_cast<BinaryOperator>(P)) {
      return {Ref, Op->isAssignmentOp() && Op->getLHS() == E ? UseKind::Changes : UseKind::Reads,
              P};
    } else if (const auto *Op = dyn_cast<UnaryOperator>(P)) {
      return {Ref, Op->isIncrementDecrementOp() ? UseKind::Changes : UseKind::Escapes, P};
    } else if (const auto *Declared = dyn_cast<DeclStmt>(P)) {
      const Stmt *By = nullptr;
      UseKind Kind = useByVariable(*Declared, By, parent(*P));
      return {Ref, Kind, By};
    } else if (isa<UnaryExprOrTypeTraitExpr, CompoundStmt>(P)) {
      return {Ref, UseKind::Reads};
    } else {
      break;
    }
  }
  return {Ref, UseKind::Escapes};
}

std::vector<VariableUse> BodyUses::usesOf(const VarDecl &Var) const {
  std::vector<VariableUse> Uses;
  if (auto Found = Mentions.find(&Var); Found != Mentions.end())
    for (const DeclRefExpr *Ref : Found->second)
      Uses.push_back(useOf(*Ref));
  return Uses;
}

bool BodyUses::isOnlyRead(const VarDecl &Var) const {
  auto Uses = usesOf(Var);
  return llvm::all_of(Uses, [](const VariableUse &U) { return U.Kind == UseKind::Reads; });
}

} // namespace memlint
