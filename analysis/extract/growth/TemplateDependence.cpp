#include "analysis/extract/growth/TemplateDependence.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

#include <functional>

namespace memlint {

using namespace clang;

namespace {

class VariableVisitor : public RecursiveASTVisitor<VariableVisitor> {
public:
  explicit VariableVisitor(std::function<void(const VarDecl &)> Visit) : Visit(std::move(Visit)) {}
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }
  bool VisitVarDecl(VarDecl *Var) {
    Visit(*Var);
    return true;
  }

private:
  std::function<void(const VarDecl &)> Visit;
};

bool namesTemplate(QualType Type) {
  Type = Type.getNonReferenceType();
  const auto *Special = Type->getAs<TemplateSpecializationType>();
  return Special && isa_and_nonnull<ClassTemplateDecl, TypeAliasTemplateDecl>(
                        Special->getTemplateName().getAsTemplateDecl());
}

} // namespace

TemplateDependence::TemplateDependence(const FunctionDecl &Function) {
  // A lambda's call operator stands in the function that is the instance.
  for (const DeclContext *In = &Function; In; In = In->getParent())
    if (const auto *Of = dyn_cast<FunctionDecl>(In))
      if (const FunctionDecl *Pattern = Of->getTemplateInstantiationPattern())
        addPattern(*Pattern);
}

void TemplateDependence::addPattern(const FunctionDecl &Pattern) {
  for (const ParmVarDecl *Parameter : Pattern.parameters())
    add(*Parameter);
  VariableVisitor Variables([&](const VarDecl &Var) { add(Var); });
  Variables.TraverseStmt(Pattern.getBody());
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&Pattern))
    for (const FieldDecl *Field : Method->getParent()->fields())
      add(*Field);
}

void TemplateDependence::add(const ValueDecl &Declared) {
  QualType Type = Declared.getType();
  if (!Type->isDependentType() && !Type->isUndeducedType())
    return;
  Dependent.insert(Declared.getLocation());
  if (!namesTemplate(Type))
    Whole.insert(Declared.getLocation());
}

bool TemplateDependence::hasIn(const Expr &E) const {
  if (Dependent.empty())
    return false;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(&E); Ref && has(*Ref->getDecl()))
    return true;
  if (const auto *Member = dyn_cast<MemberExpr>(&E); Member && has(*Member->getMemberDecl()))
    return true;
  return llvm::any_of(E.children(), [&](const Stmt *Part) {
    const auto *Operand = dyn_cast_or_null<Expr>(Part);
    return Operand && hasIn(*Operand);
  });
}

bool TemplateDependence::has(const ValueDecl &Object) const {
  return Dependent.contains(Object.getLocation());
}

bool TemplateDependence::hasWhole(const ValueDecl &Object) const {
  return Whole.contains(Object.getLocation());
}

} // namespace memlint
