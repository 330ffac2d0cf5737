#include "analysis/extract/lower/LowerUnit.h"

#include "analysis/extract/lower/LoweredBodies.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/RecursiveASTVisitor.h"

namespace memlint {
namespace {

using namespace clang;

class BodyVisitor : public RecursiveASTVisitor<BodyVisitor> {
public:
  explicit BodyVisitor(LoweredBodies &To) : To(To) {}

  bool shouldVisitTemplateInstantiations() const { return true; }
  bool TraverseTypeLoc(TypeLoc, bool = true) { return true; } // no body stands in a type as written

  bool VisitFunctionDecl(FunctionDecl *Function) {
    To.read(*Function);
    return true;
  }
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    To.readImplicit(*Lambda->getLambdaClass());
    if (FunctionTemplateDecl *Generic = Lambda->getDependentCallOperator())
      for (FunctionDecl *Instance : Generic->specializations())
        TraverseDecl(Instance);
    else
      To.read(*Lambda->getCallOperator());
    return true;
  }
  bool VisitVarDecl(VarDecl *Variable) {
    if (Variable->isFileVarDecl())
      To.read(*Variable);
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *Class) {
    if (Class->isThisDeclarationADefinition() && !Class->isDependentContext())
      To.readImplicit(*Class);
    return true;
  }

private:
  LoweredBodies &To;
};

} // namespace

std::vector<ir::Function> lowerUnit(ASTContext &Context, SourceMap &Map) {
  LoweredBodies Bodies(Context, Map);
  BodyVisitor(Bodies).TraverseAST(Context);
  return Bodies.take();
}

} // namespace memlint
