#include "analysis/extract/growth/ContainerWaste.h"

#include "analysis/extract/growth/AppendedRanges.h"
#include "analysis/extract/growth/ElementsAfterReserve.h"
#include "analysis/extract/growth/IgnoredSizes.h"
#include "analysis/extract/growth/PushesInRow.h"
#include "analysis/extract/growth/ReserveUses.h"

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
