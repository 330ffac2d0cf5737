#include "analysis/extract/UserScope.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"

namespace memlint {
namespace {

using namespace clang;

/// Whether declarations stand in system headers. Those of one file come in a row, and a file is one
/// or not as a whole unless it says otherwise of its lines.
class SystemHeaders {
public:
  explicit SystemHeaders(const SourceManager &Sources) : Sources(Sources) {}

  bool contain(SourceLocation Where) {
    Where = Sources.getExpansionLoc(Where);
    if (const FileID In = Sources.getFileID(Where); In != File) {
      File = In;
      const SrcMgr::SLocEntry &Entry = Sources.getSLocEntry(File);
      Uniform = Entry.isFile() && !Entry.getFile().hasLineDirectives();
      IsOne = Sources.isInSystemHeader(Where);
    }
    return Uniform ? IsOne : Sources.isInSystemHeader(Where);
  }

private:
  const SourceManager &Sources;
  FileID File; // asked for last
  bool Uniform = false, IsOne = false;
};

void addUserDeclarations(const DeclContext &In, SystemHeaders &System, std::vector<Decl *> &Scope) {
  for (Decl *D : In.decls()) {
    if (D->getLocation().isValid() && System.contain(D->getLocation()))
      continue;
    if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D))
      addUserDeclarations(*cast<DeclContext>(D), System, Scope);
    else
      Scope.push_back(D);
  }
}

} // namespace

UserScope::UserScope(ASTContext &Context) : Context(Context), Before(Context.getTraversalScope()) {
  SystemHeaders System(Context.getSourceManager());
  std::vector<Decl *> Scope;
  for (Decl *D : Before)
    if (const auto *Unit = dyn_cast<TranslationUnitDecl>(D))
      addUserDeclarations(*Unit, System, Scope);
    else
      Scope.push_back(D);
  Context.setTraversalScope(Scope);
}

UserScope::~UserScope() { Context.setTraversalScope(Before); }

} // namespace memlint
