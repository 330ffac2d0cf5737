#include "analysis/extract/records/TargetDependence.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/SmallPtrSet.h"

namespace memlint {
namespace {

using namespace clang;

class DependenceFinder : public RecursiveASTVisitor<DependenceFinder> {
public:
  bool Found = false;

  void read(const Expr *Number) { TraverseStmt(const_cast<Expr *>(Number)); }
  void read(const TypeSourceInfo *Written) {
    if (Written)
      TraverseTypeLoc(Written->getTypeLoc());
  }

  bool VisitUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *) { return stop(); }
  bool VisitOffsetOfExpr(OffsetOfExpr *) { return stop(); }
  bool VisitTypeTraitExpr(TypeTraitExpr *) { return stop(); }
  bool VisitCallExpr(CallExpr *) { return stop(); }
  bool VisitCXXConstructExpr(CXXConstructExpr *) { return stop(); }
  bool VisitSubstNonTypeTemplateParmExpr(SubstNonTypeTemplateParmExpr *) { return stop(); }
  bool VisitDeclRefExpr(DeclRefExpr *Use) {
    const ValueDecl *Named = Use->getDecl();
    if (!Seen.insert(Named).second)
      return true;
    if (const auto *Variable = dyn_cast<VarDecl>(Named)) {
      const Expr *Value = Variable->getAnyInitializer();
      if (!Value)
        return stop();
      read(Value);
    } else if (const auto *Constant = dyn_cast<EnumConstantDecl>(Named)) {
      // Without a value of its own it counts on from those before it.
      for (const EnumConstantDecl *Each : cast<EnumDecl>(Constant->getDeclContext())->enumerators())
        if (const Expr *Value = Each->getInitExpr())
          read(Value);
    }
    return !Found;
  }
  bool VisitTypedefTypeLoc(TypedefTypeLoc Loc) {
    const TypedefNameDecl *Name = Loc.getDecl();
    if (Seen.insert(Name).second)
      read(Name->getTypeSourceInfo());
    return !Found;
  }

private:
  bool stop() { return !(Found = true); }

  llvm::SmallPtrSet<const Decl *, 8> Seen;
};

} // namespace

bool mayDependOnTarget(const Expr &Number) {
  DependenceFinder Finder;
  Finder.read(&Number);
  return Finder.Found;
}

bool mayDependOnTarget(const FieldDecl &Field) {
  DependenceFinder Finder;
  Finder.read(Field.getTypeSourceInfo());
  if (Field.isBitField())
    Finder.read(Field.getBitWidth());
  return Finder.Found;
}

} // namespace memlint
