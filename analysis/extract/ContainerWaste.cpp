#include "analysis/extract/ContainerWaste.h"

#include "analysis/extract/AppendedRanges.h"
#include "analysis/extract/ElementsAfterReserve.h"
#include "analysis/extract/IgnoredSizes.h"
#include "analysis/extract/PushesInRow.h"
#include "analysis/extract/ReserveUses.h"

namespace memlint {

void readContainerWaste(clang::ASTContext &Context, SourceMap &Map,
                        const clang::FunctionDecl &Function, std::vector<WasteFact> &Facts) {
  ContainerMentions Containers = containerMentions(Function);
  FunctionReading Reading(Context, Map, Function, Containers);
  readCallsInLoops(Reading, Facts);
  if (Containers.Mentions.empty())
    return;
  readReserves(Reading, Facts);
  readAppendedRanges(Reading, Facts);
  readElementsAfterReserve(Reading, Facts);
  readIgnoredSizes(Reading, Facts);
  readPushesInRow(Reading, Facts);
}

} // namespace memlint
