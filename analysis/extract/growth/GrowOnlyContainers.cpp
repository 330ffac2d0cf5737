#include "analysis/extract/growth/GrowOnlyContainers.h"

#include "analysis/extract/growth/GrowableContainers.h"
#include "analysis/extract/records/RecordLayouts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringSwitch.h"

namespace memlint {
namespace {

using namespace clang;

bool isContainer(const ASTContext &Context, QualType Type) {
  if (asGrowable(Context, Type))
    return true;
  const CXXRecordDecl *Class = Type->getAsCXXRecordDecl();
  return Class && Class->isInStdNamespace() && Class->getIdentifier() &&
         llvm::StringSwitch<bool>(Class->getName())
             .Cases({"map", "set", "multimap", "multiset", "list", "deque"}, true)
             .Default(false);
}

/// There are only so many keys.
bool hasFewKeys(QualType Type) {
  const auto *Special =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(Type->getAsCXXRecordDecl());
  if (!Special || Special->getTemplateArgs().size() < 2 ||
      Special->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return false;
  QualType Key = Special->getTemplateArgs()[0].getAsType();
  bool Keyed = !isStandardClass(Type, "vector") && !isStandardClass(Type, "deque") &&
               !isStandardClass(Type, "list") && !isStandardClass(Type, "basic_string");
  return Keyed && (Key->isEnumeralType() || Key->isBooleanType() || Key->isCharType());
}

/// Adds the same key each time.
bool addsConstant(const ASTContext &Context, const Stmt &Call) {
  const Expr *Key = nullptr;
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call))
    Key = Operator->getNumArgs() == 2 ? Operator->getArg(1) : nullptr;
  else if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call))
    Key = Member->getNumArgs() > 0 ? Member->getArg(0) : nullptr;
  return !Key || Key->isEvaluatable(Context) || isa<StringLiteral>(Key->IgnoreParenImpCasts());
}

bool asksForSize(const VariableUse &Use) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(Use.By);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->getIdentifier() &&
         (Method->getName() == "size" || Method->getName() == "length" ||
          Method->getName() == "capacity");
}

} // namespace

GrowOnlyContainers::Known *GrowOnlyContainers::known(ASTContext &Context, const VarDecl &Var) {
  const VarDecl *One = Var.getCanonicalDecl();
  if (auto Found = Index.find(One); Found != Index.end())
    return &All[Found->second];
  bool Own = One->isStaticLocal() || !One->isExternallyVisible();
  if (!Own || !One->hasGlobalStorage() || One->getType().isConstQualified() ||
      One->getType()->isReferenceType() || !Map.isPlainUserCode(One->getLocation()) ||
      One->getTLSKind() != VarDecl::TLS_None || !isContainer(Context, One->getType()))
    return nullptr;
  Index[One] = All.size();
  All.push_back({One, {}, hasFewKeys(One->getType())});
  WasteFact &Fact = All.back().Fact;
  Fact.Kind = WasteKind::GrowsOnly;
  Fact.Subject = readableName(*One);
  Fact.Type = readableType(One->getType(), Context);
  Fact.Where = Map.token(One->getLocation());
  return &All.back();
}

void GrowOnlyContainers::judge(const ASTContext &Context, const BodyUses &Body,
                               const VariableUse &Use, Known &Container) {
  if (Use.Kind == UseKind::Grows && Use.By) {
    bool AtStart = Body.function().isMain() && !Body.loopAround(*Use.By);
    if (!AtStart && !addsConstant(Context, *Use.By))
      Container.Fact.Places.push_back(
          {"grows", Map.token(cast<Expr>(Use.By)->getExprLoc()), readableName(Body.function())});
  } else if ((Use.Kind != UseKind::Reads && Use.Kind != UseKind::Elements) || asksForSize(Use)) {
    Container.Bounded = true;
  }
}

void GrowOnlyContainers::read(ASTContext &Context, const BodyUses &Body) {
  for (const VarDecl *Var : Body.others())
    if (Known *Container = known(Context, *Var))
      for (const VariableUse &Use : Body.usesOf(*Var))
        judge(Context, Body, Use, *Container);
}

std::vector<WasteFact> GrowOnlyContainers::finish() {
  std::vector<WasteFact> Facts;
  for (Known &Container : All)
    if (!Container.Bounded && !Container.Fact.Places.empty())
      Facts.push_back(std::move(Container.Fact));
  return Facts;
}

} // namespace memlint
