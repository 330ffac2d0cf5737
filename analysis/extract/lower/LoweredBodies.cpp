#include "analysis/extract/lower/LoweredBodies.h"

#include "clang/AST/ASTContext.h"

#include <functional>
#include <string>
#include <utility>

namespace memlint {

LoweredBodies::LoweredBodies(clang::ASTContext &Context, SourceMap &Map)
    : Lowered(Context, Map), IsForeign(Context.getLangOpts().ObjC) {}

void LoweredBodies::read(const clang::FunctionDecl &Function) {
  if (!Function.doesThisDeclarationHaveABody() || IsForeign)
    return;
  if (auto Made = Lowered.function(Function))
    add(std::move(*Made));
}

void LoweredBodies::read(const clang::VarDecl &Variable) {
  if (IsForeign)
    return;
  if (auto Made = Lowered.global(Variable))
    add(std::move(*Made));
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
