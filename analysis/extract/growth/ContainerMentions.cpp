#include "analysis/extract/growth/ContainerMentions.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {

using namespace clang;

namespace {

/// A name of an object in its place, without parentheses, conversions and `*`.
const Expr *stripped(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  const auto *Deref = dyn_cast<UnaryOperator>(E);
  return Deref && Deref->getOpcode() == UO_Deref ? stripped(Deref->getSubExpr()) : E;
}

bool namesOneOf(const CXXMethodDecl &Method, std::initializer_list<StringRef> Names) {
  return Method.getIdentifier() && llvm::is_contained(Names, Method.getName());
}

/// `resize(size() + n)`.
bool resizesFromSize(const CallExpr &Call, const CXXMethodDecl &Method, const ObjectPath &Path) {
  return namesOneOf(Method, {"resize"}) && Call.getNumArgs() > 0 && mentions(Call.getArg(0), Path);
}

ContainerAct actOf(const ASTContext &Context, const CallExpr &Call, const CXXMethodDecl &Method,
                   const ObjectPath &Path) {
  using enum ContainerAct;
  auto Known = containerCall(Context, Call);
  switch (Known ? Known->Use : ContainerUse::Unknown) {
  case ContainerUse::GrowsByOne:
  case ContainerUse::GrowsByRange:
    return Grows;
  case ContainerUse::Reserves:
    return Reserves;
  case ContainerUse::SetsSize:
    return resizesFromSize(Call, Method, Path) ? Grows : Shrinks;
  case ContainerUse::Shrinks:
    return Shrinks;
  case ContainerUse::Reads:
    break;
  case ContainerUse::Unknown:
    return Other;
  }
  if (Method.getOverloadedOperator() == OO_Subscript || namesOneOf(Method, {"front", "back"}))
    return Indexes;
  QualType Result = Method.getReturnType().getCanonicalType();
  return Result->isBooleanType() || Result->isIntegerType() ? Asks : Iterates;
}

class MentionWalk {
public:
  MentionWalk(const FunctionDecl &Function, ContainerMentions &Result)
      : Function(Function), Context(Function.getASTContext()), Result(Result) {}

  void visit(const Stmt *S) {
    if (!S || isa<UnaryExprOrTypeTraitExpr, CXXNoexceptExpr, CXXTypeidExpr, RequiresExpr>(S))
      return;
    if (isa<LabelStmt, GotoStmt, IndirectGotoStmt, CoroutineSuspendExpr, RecoveryExpr>(S))
      Result.Unreadable = true;
    const auto *E = dyn_cast<Expr>(S);
    if (E && record(*E))
      return;
    note(*S);
    bool Loop = isLoop(*S), Lambda = isa<LambdaExpr>(S);
    Loops += Loop;
    Lambdas += Lambda;
    Around.push_back(S);
    for (const Stmt *Part : S->children())
      visit(Part);
    Around.pop_back();
    Loops -= Loop;
    Lambdas -= Lambda;
  }

private:
  void note(const Stmt &S) {
    if (Lambdas != 0)
      return;
    if (isLoop(S))
      Result.Loops.emplace_back(&S, Around);
    if (const auto *Declaration = dyn_cast<DeclStmt>(&S))
      for (const Decl *D : Declaration->decls())
        if (const auto *Var = dyn_cast<VarDecl>(D)) {
          Result.Declared[Var] = Around;
          Result.Variables.push_back(Var);
        }
    if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      if (Callee && (Loops != 0 || Callee->getCanonicalDecl() == Function.getCanonicalDecl()))
        Result.Calls.push_back({Call, Around});
    }
  }
  /// True when `E` names a container and needs no further look.
  bool record(const Expr &E) {
    if (!isa<DeclRefExpr, MemberExpr>(E) || !growingType(Context, E.getType()))
      return false;
    auto Path = pathOf(&E);
    if (!Path)
      return false;
    if (Path->Base && Path->Base->isImplicit())
      return true; // of a range-for
    ContainerMention Use;
    Use.Path = std::move(*Path);
    Use.Object = &E;
    Use.Around = Around;
    Use.InLambda = Lambdas != 0;
    classify(Use);
    Result.Mentions.push_back(std::move(Use));
    return true;
  }
  void classify(ContainerMention &Use) const {
    std::size_t I = Around.size();
    QualType Type = Use.Object->getType();
    bool AsConst = (Type->isPointerType() ? Type->getPointeeType() : Type).isConstQualified();
    for (; I > 0 && (isa<ImplicitCastExpr, ParenExpr>(Around[I - 1]) || isDeref(*Around[I - 1]));
         --I)
      if (const auto *Cast = dyn_cast<ImplicitCastExpr>(Around[I - 1]))
        AsConst |= Cast->getType().isConstQualified();
    Use.Act = AsConst ? ContainerAct::Asks : ContainerAct::Other;
    const Stmt *Parent = I > 0 ? Around[I - 1] : nullptr;
    if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent))
      return classifyMember(Use, *Member, I);
    if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Parent))
      return classifyOperator(Use, *Operator);
    if (const auto *Declaration = dyn_cast_or_null<DeclStmt>(Parent))
      if (Declaration->isSingleDecl() && Declaration->getSingleDecl()->isImplicit())
        Use.Act = ContainerAct::Iterates;
    const auto *Call = dyn_cast_or_null<CallExpr>(Parent);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (Callee && Callee->isInStdNamespace() && Callee->getIdentifier())
      Use.Act = llvm::StringSwitch<ContainerAct>(Callee->getName())
                    .Cases({"back_inserter", "inserter"}, ContainerAct::Grows)
                    .Cases({"begin", "end", "data"}, ContainerAct::Iterates)
                    .Cases({"size", "empty", "ssize"}, ContainerAct::Asks)
                    .Default(Use.Act);
  }
  static bool isDeref(const Stmt &S) {
    const auto *Unary = dyn_cast<UnaryOperator>(&S);
    return Unary && Unary->getOpcode() == UO_Deref;
  }
  void classifyMember(ContainerMention &Use, const MemberExpr &Member, std::size_t I) const {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member.getMemberDecl());
    const auto *Call = I > 1 ? dyn_cast<CXXMemberCallExpr>(Around[I - 2]) : nullptr;
    if (!Method || !Call || Call->getCallee()->IgnoreParens() != &Member)
      return;
    Use.Call = Call;
    Use.Act = actOf(Context, *Call, *Method, Use.Path);
  }
  void classifyOperator(ContainerMention &Use, const CXXOperatorCallExpr &Operator) const {
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Operator.getCalleeDecl());
    if (!Method || Operator.getNumArgs() == 0 || stripped(Operator.getArg(0)) != Use.Object)
      return;
    Use.Call = &Operator;
    Use.Act = actOf(Context, Operator, *Method, Use.Path);
  }

  const FunctionDecl &Function;
  const ASTContext &Context;
  ContainerMentions &Result;
  StatementPath Around;
  unsigned Loops = 0, Lambdas = 0;
};

} // namespace

std::optional<ObjectPath> pathOf(const Expr *E) {
  E = stripped(E);
  if (isa<CXXThisExpr>(E))
    return ObjectPath{};
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    return Var ? std::optional(ObjectPath{Var, {}}) : std::nullopt;
  }
  const auto *Member = dyn_cast<MemberExpr>(E);
  if (!Member)
    return std::nullopt;
  if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
    return ObjectPath{Static, {}};
  auto Path = isa<FieldDecl>(Member->getMemberDecl()) ? pathOf(Member->getBase()) : std::nullopt;
  if (Path)
    Path->Fields.push_back(Member->getMemberDecl());
  return Path;
}

SourceLocation ContainerMention::location() const {
  if (const auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(Call))
    return Member->getExprLoc();
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Call))
    return Operator->getOperatorLoc();
  return Object->getExprLoc();
}

const CXXMethodDecl *ContainerMention::method() const {
  return Call ? dyn_cast_or_null<CXXMethodDecl>(Call->getCalleeDecl()) : nullptr;
}

bool ContainerMention::isCallOf(StringRef Name) const {
  const CXXMethodDecl *Method = method();
  return Method && Method->getIdentifier() && Method->getName() == Name;
}

ContainerMentions containerMentions(const FunctionDecl &Function) {
  ContainerMentions Result;
  MentionWalk(Function, Result).visit(Function.getBody());
  return Result;
}

std::optional<GrowableContainer> growingType(const ASTContext &Context, QualType Type) {
  Type = Type.getNonReferenceType();
  return asGrowable(Context, Type->isPointerType() ? Type->getPointeeType() : Type);
}

bool isLoop(const Stmt &S) { return isa<ForStmt, CXXForRangeStmt, WhileStmt, DoStmt>(S); }

const Stmt *onlyStatement(const Stmt *S) {
  while (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    S = Block->size() == 1 ? Block->body_front() : nullptr;
  return S;
}

const Expr *asExpression(const Stmt *S) {
  const auto *E = dyn_cast_or_null<Expr>(S);
  if (!E)
    return nullptr;
  E = E->IgnoreImplicit()->IgnoreParens();
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E); Cast && Cast->getType()->isVoidType())
    E = Cast->getSubExpr()->IgnoreImplicit()->IgnoreParens();
  return E;
}

const CompoundStmt *blockOf(const ContainerMention &Use) {
  for (std::size_t I = Use.Around.size(); I-- > 0;)
    if (const auto *Block = dyn_cast<CompoundStmt>(Use.Around[I])) {
      const Stmt *S = statementIn(*Block, Use);
      return Use.Call && asExpression(S) == Use.Call ? Block : nullptr;
    }
  return nullptr;
}

const Stmt *statementIn(const CompoundStmt &Block, const ContainerMention &Use) {
  const auto *At = llvm::find(Use.Around, &Block);
  if (At == Use.Around.end())
    return nullptr;
  return At + 1 == Use.Around.end() ? Use.Object : *(At + 1);
}

bool mentions(const Stmt *S, const ObjectPath &Path) {
  bool Found = false;
  forEachPart(S, [&](const Stmt &Part) {
    if (!isa<DeclRefExpr, MemberExpr>(Part))
      return;
    auto Named = pathOf(cast<Expr>(&Part));
    Found |= Named && *Named == Path;
  });
  return Found;
}

} // namespace memlint
