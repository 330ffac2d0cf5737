#include "analysis/extract/growth/Wastes.h"

#include "analysis/extract/growth/KeptCapacity.h"
#include "analysis/extract/growth/LargeCopies.h"
#include "analysis/extract/growth/NodeContainers.h"
#include "analysis/extract/growth/RebuiltObjects.h"
#include "analysis/extract/growth/StringTemporaries.h"

#include "clang/AST/ASTContext.h"

namespace memlint {

void Wastes::readBody(const clang::FunctionDecl &Function) {
  BodyUses Body(Context, Function);
  for (auto Find : {rebuiltObjects, keptCapacity, nodeContainers, stringTemporaries, largeCopies}) {
    auto Found = Find(Context, Map, Body);
    std::move(Found.begin(), Found.end(), std::back_inserter(Facts));
  }
  Grown.read(Context, Body);
}

void Wastes::finish(std::vector<WasteFact> &To) {
  auto Found = Grown.finish();
  std::move(Facts.begin(), Facts.end(), std::back_inserter(To));
  std::move(Found.begin(), Found.end(), std::back_inserter(To));
}

} // namespace memlint
