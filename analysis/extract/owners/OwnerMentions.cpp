#include "analysis/extract/owners/OwnerMentions.h"

namespace memlint {
namespace {

using namespace clang;

OwnerUse other(std::string Against) {
  OwnerUse U;
  U.Against = std::move(Against);
  return U;
}

OwnerUse plain(OwnerUseKind Kind) {
  OwnerUse U;
  U.Kind = Kind;
  return U;
}

/// What it takes from `From`, if that is an object of its own or none.
OwnerUse taken(const Expr *From, const Stmt *By, const char *Against) {
  const std::optional<OwnerStart> Start = startOfOwner(From);
  if (!Start)
    return other(Against);
  OwnerUse U = plain(Start->Made ? OwnerUseKind::Makes : OwnerUseKind::Clears);
  U.Start = *Start;
  U.By = By;
  return U;
}

OwnerUse usedByMember(const CXXMethodDecl &Method, const Stmt *Around) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Around);
  if (!Call)
    return other("a member of it is named");
  if (const auto *To = dyn_cast<CXXConversionDecl>(&Method))
    return To->getConversionType()->isBooleanType() ? plain(OwnerUseKind::Tests)
                                                    : other("it is converted");
  if (!Method.getIdentifier())
    return other("an operator of it is called");
  if (Method.getName() == "get")
    return plain(OwnerUseKind::Reads);
  if (Method.getName() != "reset")
    return other(Method.getName().str() + "() is called");
  unsigned Given = 0;
  while (Given < Call->getNumArgs() && !isa<CXXDefaultArgExpr>(Call->getArg(Given)))
    ++Given;
  if (Given == 0)
    return plain(OwnerUseKind::Clears);
  return Given == 1 ? taken(Call->getArg(0), Call, "reset() gives it an object")
                    : other("reset() is called");
}

bool isNull(const Expr *E) {
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E->IgnoreParenImpCasts());
}

OwnerUse usedByOperator(const CXXOperatorCallExpr &Call, const Stmt *Named) {
  const bool First = Call.getNumArgs() > 0 && Call.getArg(0) == Named;
  switch (Call.getOperator()) {
  case OO_Arrow:
  case OO_Star:
    return plain(OwnerUseKind::Reads);
  case OO_EqualEqual:
  case OO_ExclaimEqual:
    return Call.getNumArgs() == 2 && isNull(Call.getArg(First ? 1 : 0))
               ? plain(OwnerUseKind::Tests)
               : other("it is compared with another");
  case OO_Equal:
    return First ? taken(Call.getArg(1), &Call, "it is assigned to") : other("it is assigned");
  default:
    return other("it is used by an operator");
  }
}

OwnerUse judge(const Expr *Name, llvm::ArrayRef<const Stmt *> Around) {
  const Stmt *Named = Name;
  while (!Around.empty() && isa<ParenExpr, ImplicitCastExpr>(Around.back())) {
    Named = Around.back();
    Around = Around.drop_back();
  }
  const Stmt *By = Around.empty() ? nullptr : Around.back();
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(By))
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl())) {
      Around = Around.drop_back();
      while (!Around.empty() && isa<ParenExpr>(Around.back()))
        Around = Around.drop_back();
      return usedByMember(*Method, Around.empty() ? nullptr : Around.back());
    }
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(By))
    return usedByOperator(*Operator, Named);
  if (const auto *Lambda = dyn_cast_or_null<LambdaExpr>(By))
    return isCapturedByReference(*Lambda, Named) ? plain(OwnerUseKind::Reads)
                                                 : other("it is captured");
  if (isa_and_nonnull<CXXConstructExpr>(By))
    return other("it is copied or moved");
  if (isa_and_nonnull<CallExpr>(By))
    return other("it is handed to a function");
  return other("it is used in another way");
}

class MentionWalk {
public:
  explicit MentionWalk(OwnerVisitor Visit) : Visit(Visit) {}

  void walk(const Stmt *S) {
    if (!S)
      return;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      mention(*Ref, bound(*Ref->getDecl()));
    else if (const auto *Member = dyn_cast<MemberExpr>(S))
      mention(*Member, *Member->getMemberDecl());
    Around.push_back(S);
    for (const Stmt *Child : S->children())
      walk(Child);
    if (const auto *Declared = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declared->decls())
        if (const auto *Class = dyn_cast<CXXRecordDecl>(D))
          walkClass(*Class);
    Around.pop_back();
  }
  void walk(const FunctionDecl &Function) {
    if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(&Function))
      for (const CXXCtorInitializer *Init : Constructor->inits())
        walk(Init->getInit());
    if (Function.doesThisDeclarationHaveABody())
      walk(Function.getBody());
  }

private:
  /// What a name of a structured binding stands for.
  static const ValueDecl &bound(const ValueDecl &Named) {
    const auto *Binding = dyn_cast<BindingDecl>(&Named);
    const auto *Member = Binding ? dyn_cast_or_null<MemberExpr>(Binding->getBinding()) : nullptr;
    return Member ? *Member->getMemberDecl() : Named;
  }
  void mention(const Expr &Name, const ValueDecl &Named) {
    if (!isa<VarDecl, FieldDecl>(Named) || !asOwner(Named.getType()))
      return;
    OwnerUse Use = judge(&Name, Around);
    Use.Name = &Name;
    Visit(Named, Use, Around);
  }
  void walkClass(const CXXRecordDecl &Class) {
    for (const Decl *D : Class.decls()) {
      if (const auto *Function = dyn_cast<FunctionDecl>(D))
        walk(*Function);
      else if (const auto *Field = dyn_cast<FieldDecl>(D))
        walk(Field->getInClassInitializer());
      else if (const auto *Inner = dyn_cast<CXXRecordDecl>(D);
               Inner && !Inner->isInjectedClassName())
        walkClass(*Inner);
    }
  }

  OwnerVisitor Visit;
  llvm::SmallVector<const Stmt *, 32> Around;
};

} // namespace

bool isCapturedByReference(const LambdaExpr &Lambda, const Stmt *Named) {
  auto Init = Lambda.capture_init_begin();
  for (const LambdaCapture &C : Lambda.captures()) {
    if (*Init == Named)
      return C.capturesVariable() && C.getCaptureKind() == LCK_ByRef &&
             !C.getCapturedVar()->isInitCapture();
    ++Init;
  }
  return false;
}

void forEachOwnerUse(const Stmt *S, OwnerVisitor Visit) { MentionWalk(Visit).walk(S); }

void forEachOwnerUse(const FunctionDecl &Function, OwnerVisitor Visit) {
  MentionWalk(Visit).walk(Function);
}

} // namespace memlint
