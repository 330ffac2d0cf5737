#include "analysis/extract/lower/LoweredBodies.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"

#include <functional>
#include <string>
#include <utility>

namespace memlint {

LoweredBodies::LoweredBodies(clang::ASTContext &Context, SourceMap &Map)
    : Context(Context), Lowered(Context, Map), IsForeign(Context.getLangOpts().ObjC) {}

void LoweredBodies::read(const clang::FunctionDecl &Function) {
  if (!Function.doesThisDeclarationHaveABody() || IsForeign)
    return;
  if (mayBeUnused(Function))
    Waiting.push_back(&Function);
  else
    lower(Function);
}

void LoweredBodies::read(const clang::VarDecl &Variable) {
  if (IsForeign)
    return;
  const bool OnlyBegins = !Variable.isExternallyVisible() && !Variable.hasInit();
  if (OnlyBegins || mayBeUnused(Variable))
    Waiting.push_back(&Variable);
  else
    lower(Variable);
}

void LoweredBodies::lower(const clang::ValueDecl &D) {
  auto Made = isa<clang::FunctionDecl>(D) ? Lowered.function(cast<clang::FunctionDecl>(D))
                                          : Lowered.global(cast<clang::VarDecl>(D));
  if (Made)
    add(std::move(*Made));
}

/// Whether it stands in a header, is this unit's own and does nothing unless it is named: a
/// `static inline` function, a table. No code is made of those that nobody uses.
bool LoweredBodies::mayBeUnused(const clang::ValueDecl &D) const {
  const clang::SourceManager &Sources = Context.getSourceManager();
  if (D.isExternallyVisible() || isa<clang::CXXMethodDecl>(D) || D.hasAttr<clang::UsedAttr>() ||
      D.hasAttr<clang::ConstructorAttr>() || D.hasAttr<clang::DestructorAttr>() ||
      Sources.isInMainFile(Sources.getExpansionLoc(D.getLocation())))
    return false;
  const auto *Variable = dyn_cast<clang::VarDecl>(&D);
  return !Variable || !Context.getLangOpts().CPlusPlus ||
         (Variable->getInit() && !Variable->getInit()->isValueDependent() &&
          !Variable->getInit()->HasSideEffects(Context) && !Variable->getType().isDestructedType());
}

std::vector<ir::Function> LoweredBodies::take() {
  for (bool Again = true; std::exchange(Again, false);) {
    std::vector<const clang::ValueDecl *> Unused;
    for (const clang::ValueDecl *D : std::exchange(Waiting, {}))
      if (!Lowered.mentions(*D)) {
        Unused.push_back(D);
      } else {
        lower(*D);
        Again = true;
      }
    Waiting = std::move(Unused);
  }
  return std::move(Functions);
}

void LoweredBodies::readImplicit(const clang::CXXRecordDecl &Class) {
  for (ir::Function &Made : Lowered.implicitMembers(Class))
    add(std::move(Made));
}

/// A function may be met twice: as a member of its class and as an instance, say.
void LoweredBodies::add(ir::Function Made) {
  const std::size_t Key = std::hash<std::string>{}(Made.Symbols[0].Usr);
  for (auto [At, End] = Known.equal_range(Key); At != End; ++At)
    if (Functions[At->second] == Made)
      return;
  Known.emplace(Key, Functions.size());
  Functions.push_back(std::move(Made));
}

} // namespace memlint
