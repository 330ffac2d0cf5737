// Reasons against a fix that are known before anything is parsed: files that may not be written,
// and units that nobody can judge it in.
#ifndef MEMLINT_TOOL_FIXOBSTACLES_H
#define MEMLINT_TOOL_FIXOBSTACLES_H

#include "analysis/link/Program.h"
#include "analysis/model/TextEdit.h"
#include "tool/FixUnits.h"
#include "tool/SourceTexts.h"

#include <string>

namespace memlint {

/// Why a fix is not to be tried: half a sentence, empty where nothing is against it. Its edits then
/// fit the texts as they are.
std::string fixObstacle(const Fix &F, const Program &P, const FixUnits &Units, SourceTexts &Texts);

} // namespace memlint

#endif // MEMLINT_TOOL_FIXOBSTACLES_H
