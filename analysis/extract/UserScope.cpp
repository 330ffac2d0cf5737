#include "analysis/extract/UserScope.h"

#include "analysis/extract/SourceMap.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace memlint {
namespace {

using namespace clang;

void addUserDeclarations(const DeclContext &In, const SourceMap &Map, std::vector<Decl *> &Scope) {
  for (Decl *D : In.decls()) {
    if (D->getLocation().isValid() && Map.isInSystemHeader(D->getLocation()))
      continue;
    if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D))
      addUserDeclarations(*cast<DeclContext>(D), Map, Scope);
    else
      Scope.push_back(D);
  }
}

} // namespace

UserScope::UserScope(ASTContext &Context, const SourceMap &Map)
    : Context(Context), Before(Context.getTraversalScope()) {
  std::vector<Decl *> Scope;
  for (Decl *D : Before)
    if (const auto *Unit = dyn_cast<TranslationUnitDecl>(D))
      addUserDeclarations(*Unit, Map, Scope);
    else
      Scope.push_back(D);
  Context.setTraversalScope(Scope);
}

UserScope::~UserScope() { Context.setTraversalScope(Before); }

} // namespace memlint
