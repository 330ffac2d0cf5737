#include "analysis/extract/growth/FunctionInstances.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace memlint {
namespace {

using namespace clang;
using Visitor = llvm::function_ref<void(const FunctionDecl &)>;

/// Instances of one body seldom differ in what is said of them.
constexpr unsigned FewInstances = 8;

class LambdaVisitor : public RecursiveASTVisitor<LambdaVisitor> {
public:
  explicit LambdaVisitor(Visitor Visit) : Visit(Visit) {}
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; }
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    if (!Lambda->isGenericLambda())
      Visit(*Lambda->getCallOperator());
    return true;
  }

private:
  Visitor Visit;
};

void visitBody(const FunctionDecl &Function, Visitor Visit) {
  Visit(Function);
  LambdaVisitor(Visit).TraverseStmt(Function.getBody());
}

bool isBodyOfInstance(const FunctionDecl &Function) {
  return isTemplateInstantiation(Function.getTemplateSpecializationKind()) &&
         Function.doesThisDeclarationHaveABody() && !Function.isDependentContext() &&
         Function.getBody();
}

/// The instances among the members of a class made from a template.
void visitMembers(const CXXRecordDecl &Class, llvm::DenseMap<const Decl *, unsigned> &Seen,
                  Visitor Visit) {
  for (const Decl *Member : Class.decls()) {
    if (const auto *Function = dyn_cast<FunctionDecl>(Member)) {
      const auto *Body = Function->getDefinition();
      const FunctionDecl *Pattern = Body ? Body->getTemplateInstantiationPattern() : nullptr;
      if (Body && isBodyOfInstance(*Body) && ++Seen[Pattern] <= FewInstances)
        visitBody(*Body, Visit);
    } else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(Member)) {
      forEachInstance(*Template, Visit);
    } else if (const auto *Inner = dyn_cast<CXXRecordDecl>(Member);
               Inner && !Inner->isImplicit() && Inner->isThisDeclarationADefinition()) {
      visitMembers(*Inner, Seen, Visit);
    }
  }
}

} // namespace

void forEachInstance(const FunctionTemplateDecl &Template, Visitor Visit) {
  if (!Template.isCanonicalDecl()) // its redeclarations share the list
    return;
  unsigned Count = 0;
  for (const FunctionDecl *Made : Template.specializations())
    if (const FunctionDecl *Body = Made->getDefinition())
      if (isBodyOfInstance(*Body) && ++Count <= FewInstances)
        visitBody(*Body, Visit);
}

void forEachMemberInstance(const ClassTemplateDecl &Template, Visitor Visit) {
  if (!Template.isCanonicalDecl())
    return;
  llvm::DenseMap<const Decl *, unsigned> Seen;
  for (const ClassTemplateSpecializationDecl *Made : Template.specializations())
    if (const CXXRecordDecl *Class = Made->getDefinition())
      if (isTemplateInstantiation(Made->getSpecializationKind()))
        visitMembers(*Class, Seen, Visit);
}

void forEachInstance(const LambdaExpr &Lambda, Visitor Visit) {
  if (const auto *Template = Lambda.getLambdaClass()->getDependentLambdaCallOperator())
    forEachInstance(*Template, Visit);
}

} // namespace memlint
