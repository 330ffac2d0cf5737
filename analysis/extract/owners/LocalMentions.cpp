#include "analysis/extract/owners/LocalMentions.h"

#include "clang/AST/Stmt.h"

namespace memlint {
namespace {

using namespace clang;

constexpr std::size_t MostAround = 8; // what a reader looks at

class Walk {
public:
  Walk(llvm::function_ref<bool(const VarDecl &)> Wanted, LocalMentions &Found)
      : Wanted(Wanted), Found(Found) {}

  void walk(const Stmt *S) {
    if (!S)
      return;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S))
      mention(*Ref);
    Around.push_back(S);
    for (const Stmt *Child : S->children()) {
      if (const auto *Declared = dyn_cast_or_null<DeclStmt>(Child);
          Declared && isa<CompoundStmt>(S))
        declare(*Declared);
      walk(Child);
    }
    Around.pop_back();
  }

private:
  void declare(const DeclStmt &Declared) {
    const auto *Var =
        Declared.isSingleDecl() ? dyn_cast<VarDecl>(Declared.getSingleDecl()) : nullptr;
    if (Var && !Var->isImplicit() && Var->hasLocalStorage() && Wanted(*Var))
      Found[Var];
  }
  void mention(const DeclRefExpr &Ref) {
    const auto At = Found.find(dyn_cast<VarDecl>(Ref.getDecl()));
    if (At == Found.end())
      return;
    LocalMention M{&Ref, &Ref, {}};
    llvm::ArrayRef<const Stmt *> Outer = Around;
    for (; !Outer.empty() && isa<ParenExpr, ImplicitCastExpr>(Outer.back());
         Outer = Outer.drop_back())
      M.Named = cast<Expr>(Outer.back());
    Outer = Outer.take_back(MostAround);
    M.Around.assign(Outer.begin(), Outer.end());
    At->second.push_back(std::move(M));
  }

  llvm::function_ref<bool(const VarDecl &)> Wanted;
  LocalMentions &Found;
  llvm::SmallVector<const Stmt *, 32> Around;
};

} // namespace

LocalMentions localMentions(const Stmt *Body, llvm::function_ref<bool(const VarDecl &)> Wanted) {
  LocalMentions Found;
  Walk(Wanted, Found).walk(Body);
  return Found;
}

} // namespace memlint
