#include "analysis/extract/records/EvaluationEffects.h"

#include "analysis/extract/StandardLibrary.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <optional>

namespace memlint {
namespace {

using namespace clang;

constexpr unsigned CallsFollowed = 4; // one within another

/// A method that has a const sibling of its name reads, and is not const for what it returns.
bool changesObject(const CXXMethodDecl &Method) {
  if (Method.isConst() || Method.isStatic())
    return false;
  return llvm::none_of(Method.getParent()->lookup(Method.getDeclName()), [](const NamedDecl *D) {
    const auto *Sibling = dyn_cast<CXXMethodDecl>(D->getAsFunction() ? D->getAsFunction() : D);
    return Sibling && Sibling->isConst();
  });
}

bool isMutableGlobal(const VarDecl &Variable) {
  return Variable.hasGlobalStorage() && !Variable.isConstexpr() &&
         !Variable.getType().getNonReferenceType().isConstQualified();
}

/// Code behind this may change what the variable leads to.
bool leadsToChangeable(const VarDecl &Variable) {
  QualType Type = Variable.getType();
  if (Type->isReferenceType() || Type->isPointerType())
    return !Type->getPointeeType().isConstQualified();
  return isMutableGlobal(Variable);
}

/// The variable that an lvalue is, or is a part of.
std::optional<VariablePath> pathOf(const Expr *E) {
  const ValueDecl *Field = nullptr;
  for (E = E->IgnoreParenImpCasts();;) {
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      Field = Member->getMemberDecl();
      E = Member->getBase()->IgnoreParenImpCasts();
    } else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E)) {
      E = Element->getBase()->IgnoreParenImpCasts();
    } else {
      break;
    }
  }
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *Variable = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  if (!Variable)
    return std::nullopt;
  return VariablePath{Variable, Field};
}

/// Whether an lvalue is part of the object that the function around it works on.
bool isOwnMember(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  while (const auto *Member = dyn_cast<MemberExpr>(E))
    E = Member->getBase()->IgnoreParenImpCasts();
  return isa<CXXThisExpr>(E);
}

/// Walks what is evaluated: not the bodies of lambdas, nor what a sizeof is asked of.
class EffectVisitor : public RecursiveASTVisitor<EffectVisitor> {
public:
  EffectVisitor(EvaluationEffects &Effects, EffectsReader &Functions)
      : Effects(Effects), Functions(Functions) {}
  bool WritesOwn = false; // fields of the object that the code belongs to

  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    for (Expr *Init : Lambda->capture_inits())
      if (Init)
        TraverseStmt(Init);
    return true;
  }
  bool TraverseUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) { return true; }
  bool TraverseCXXNoexceptExpr(CXXNoexceptExpr *) { return true; }
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }
  bool VisitCXXDefaultArgExpr(CXXDefaultArgExpr *E) { return TraverseStmt(E->getExpr()); }
  bool VisitCXXDefaultInitExpr(CXXDefaultInitExpr *E) { return TraverseStmt(E->getExpr()); }

  bool VisitCXXThrowExpr(CXXThrowExpr *) { return observe(); }
  bool VisitCXXDeleteExpr(CXXDeleteExpr *) { return observe(); }
  bool VisitAtomicExpr(AtomicExpr *) { return observe(); }
  bool VisitAsmStmt(AsmStmt *) { return observe(); }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    return Op->isIncrementDecrementOp() ? write(Op->getSubExpr()) : true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    return Op->isAssignmentOp() ? write(Op->getLHS()) : true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *Cast) {
    bool Reads = Cast->getCastKind() == CK_LValueToRValue;
    if (Reads && Cast->getSubExpr()->getType().isVolatileQualified())
      observe();
    if (Reads || (Cast->getCastKind() == CK_NoOp && Cast->getType().isConstQualified()))
      Read.insert(Cast->getSubExpr()->IgnoreParens());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *Member) { return mention(Member); }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) { return mention(Ref); }
  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (!Callee)
      return isa<CXXPseudoDestructorExpr>(Call->getCallee()->IgnoreParens()) ? true : observe();
    if (Call->isCallToStdMove() || (isStandard(*Callee) && Call->isXValue())) // move, forward
      return Call->getNumArgs() > 0 ? change(Call->getArg(0)) : true;
    FunctionEffects Does = call(*Callee);
    const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
    if (Method && (Does.WritesOwn || changesObject(*Method)))
      changeObject(*Call, Does.WritesOwn);
    changeArguments(*Callee, *Call);
    if (isStandard(*Callee))
      callArguments(*Call);
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *Construct) {
    call(*Construct->getConstructor());
    return true;
  }

  void finish() {
    if (!Effects.Observable)
      return;
    Effects.Changed.append(Exposed);
    for (const VariablePath &Path : Effects.Mentioned)
      if (leadsToChangeable(*Path.Variable))
        Effects.Changed.push_back(Path);
  }

private:
  bool observe() { return Effects.Observable = true; }
  FunctionEffects call(const FunctionDecl &Callee) {
    FunctionEffects Does = Functions.of(Callee);
    Effects.Observable |= Does.Loud;
    Effects.ReadsGlobals |= Does.ReadsGlobals;
    return Does;
  }
  /// A method that is known to write its object, or only may.
  void changeObject(const CallExpr &Call, bool Known) {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    const Expr *Object = Member ? Member->getImplicitObjectArgument() : Call.getArg(0);
    if (isOwnMember(Object))
      WritesOwn |= Known;
    else if (!pathOf(Object) && Object->isLValue())
      observe();
    change(Object);
  }
  /// What a function of the library, or a constexpr one, does to a variable it is given to change.
  void changeArguments(const FunctionDecl &Callee, const CallExpr &Call) {
    if (isa<CXXMethodDecl>(Callee))
      return;
    for (unsigned I = 0; I < std::min(Callee.getNumParams(), Call.getNumArgs()); ++I) {
      QualType Type = Callee.getParamDecl(I)->getType();
      if (Type->isLValueReferenceType() && !Type->getPointeeType().isConstQualified())
        change(Call.getArg(I));
    }
  }
  /// The library runs the code that it is given.
  void callArguments(const CallExpr &Call) {
    for (const Expr *Argument : Call.arguments()) {
      const CXXRecordDecl *Class = Argument->getType().getNonReferenceType()->getAsCXXRecordDecl();
      const auto *Ref = dyn_cast<DeclRefExpr>(Argument->IgnoreParenImpCasts());
      if (Class && Class->isLambda() && Class->getLambdaCallOperator())
        call(*Class->getLambdaCallOperator());
      else if (const auto *Function = Ref ? dyn_cast<FunctionDecl>(Ref->getDecl()) : nullptr)
        call(*Function);
    }
  }
  bool change(const Expr *Object) {
    if (auto Path = pathOf(Object))
      Effects.Changed.push_back(*Path);
    return true;
  }
  /// Others see what is written, unless it is the function's own.
  bool write(const Expr *Target) {
    auto Path = pathOf(Target);
    if (!Path)
      return isOwnMember(Target) ? WritesOwn = true : observe();
    Effects.Changed.push_back(*Path);
    if (isMutableGlobal(*Path->Variable))
      observe();
    return true;
  }
  bool mention(Expr *E) {
    if (Mentioned.contains(E))
      return true;
    bool OnlyRead = Read.contains(E) || E->getType().isConstQualified();
    if (const auto *Member = dyn_cast<MemberExpr>(E)) { // said once, from the outside in
      Mentioned.insert(Member->getBase()->IgnoreParenImpCasts());
    }
    auto Path = pathOf(E);
    if (!Path || (isa<MemberExpr>(E) && isa<CXXMethodDecl>(cast<MemberExpr>(E)->getMemberDecl()))) {
      if (const auto *Member = dyn_cast<MemberExpr>(E))
        Mentioned.erase(Member->getBase()->IgnoreParenImpCasts());
      return true;
    }
    Effects.Mentioned.push_back(*Path);
    Effects.ReadsGlobals |= isMutableGlobal(*Path->Variable);
    if (!OnlyRead)
      Exposed.push_back(*Path);
    return true;
  }

  EvaluationEffects &Effects;
  EffectsReader &Functions;
  llvm::DenseSet<const Expr *> Read, Mentioned;
  SmallVector<VariablePath, 2> Exposed; // may be changed through what they are handed to
};

/// Clang marks a lambda or an instance constexpr whatever it calls.
bool isConstant(const FunctionDecl &Function) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Function);
  return Function.isConstexpr() && !Function.isTemplateInstantiation() &&
         !(Method && Method->getParent()->isLambda());
}

/// `std::make_unique<T>` and the like build an object of the user's type.
const CXXRecordDecl *builtBy(const FunctionDecl &Function) {
  const TemplateArgumentList *Types = Function.getTemplateSpecializationArgs();
  if (!Types || Types->size() == 0 || Types->get(0).getKind() != TemplateArgument::Type ||
      Function.getReturnType()->isReferenceType() || !Function.getReturnType()->isRecordType())
    return nullptr;
  const CXXRecordDecl *Class = Types->get(0).getAsType()->getAsCXXRecordDecl();
  return Class && !Class->isInStdNamespace() ? Class->getDefinition() : nullptr;
}

} // namespace

EvaluationEffects EffectsReader::read(const Expr &Evaluated) {
  EvaluationEffects Effects;
  EffectVisitor Visitor(Effects, *this);
  Visitor.TraverseStmt(const_cast<Expr *>(&Evaluated));
  Visitor.finish();
  return Effects;
}

FunctionEffects EffectsReader::of(const FunctionDecl &Function) {
  if (isConstant(Function) || Function.isTrivial() || Function.hasAttr<ConstAttr>() ||
      Function.isReplaceableGlobalAllocationFunction() || Function.hasAttr<RestrictAttr>() ||
      Function.hasAttr<AllocSizeAttr>())
    return {};
  if (Function.hasAttr<PureAttr>())
    return {.ReadsGlobals = true};
  const Decl *Key = Function.getCanonicalDecl();
  if (auto At = Known.find(Key); At != Known.end())
    return At->second;
  FunctionEffects Does = Known[Key] = {.Loud = true}; // where it calls itself
  const FunctionDecl *Definition = nullptr;
  if (isStandard(Function)) {
    Does = ofStandard(Function);
  } else if (Function.isDefined(Definition) && Depth < CallsFollowed) {
    ++Depth;
    Does = ofBody(*Definition);
    --Depth;
  }
  return Known[Key] = Does;
}

/// The library itself does nothing that an order could be seen by; what it builds may.
FunctionEffects EffectsReader::ofStandard(const FunctionDecl &Function) {
  const CXXRecordDecl *Built = builtBy(Function);
  return {.Loud = Built && llvm::any_of(Built->ctors(), [&](const CXXConstructorDecl *C) {
                    return C->isUserProvided() && of(*C).Loud;
                  })};
}

FunctionEffects EffectsReader::ofBody(const FunctionDecl &Definition) {
  if (!Definition.getBody() || Definition.isDependentContext())
    return {.Loud = true};
  EvaluationEffects Effects;
  const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Definition);
  EffectVisitor Visitor(Effects, *this);
  if (Constructor)
    for (const CXXCtorInitializer *Init : Constructor->inits())
      Visitor.TraverseStmt(Init->getInit());
  Visitor.TraverseStmt(Definition.getBody());
  bool ChangesOthers = llvm::any_of(Effects.Changed, [](const VariablePath &Path) {
    return !Path.Variable->hasLocalStorage() || leadsToChangeable(*Path.Variable);
  });
  return {.Loud = Effects.Observable || ChangesOthers,
          .ReadsGlobals = Effects.ReadsGlobals,
          .WritesOwn = Visitor.WritesOwn && !Constructor};
}

} // namespace memlint
