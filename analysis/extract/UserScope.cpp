#include "analysis/extract/UserScope.h"

#include "analysis/extract/SourceMap.h"

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

template <class LeaveOut>
void addDeclarations(const DeclContext &In, LeaveOut &Leave, std::vector<Decl *> &Scope) {
  for (Decl *D : In.decls()) {
    if (D->getLocation().isValid() && Leave(D->getLocation()))
      continue;
    if (isa<NamespaceDecl, LinkageSpecDecl, ExportDecl>(D))
      addDeclarations(*cast<DeclContext>(D), Leave, Scope);
    else
      Scope.push_back(D);
  }
}

} // namespace

UserScope::UserScope(ASTContext &Context) : Context(Context), Before(Context.getTraversalScope()) {
  SystemHeaders System(Context.getSourceManager());
  narrow([&](SourceLocation Where) { return System.contain(Where); });
}

UserScope::UserScope(ASTContext &Context, const SourceMap &Map)
    : Context(Context), Before(Context.getTraversalScope()) {
  narrow([&](SourceLocation Where) { return Map.isInLibrary(Where); });
}

template <class LeaveOut> void UserScope::narrow(LeaveOut &&Leave) {
  std::vector<Decl *> Scope;
  for (Decl *D : Before)
    if (const auto *Unit = dyn_cast<TranslationUnitDecl>(D))
      addDeclarations(*Unit, Leave, Scope);
    else
      Scope.push_back(D);
  Context.setTraversalScope(Scope);
}

UserScope::~UserScope() { Context.setTraversalScope(Before); }

} // namespace memlint
