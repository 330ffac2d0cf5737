// Verdicts on allocations for other programs: `memlint escapes --json`.
#ifndef MEMLINT_TOOL_ESCAPEJSON_H
#define MEMLINT_TOOL_ESCAPEJSON_H

#include "analysis/link/Program.h"
#include "tool/EscapeText.h"
#include "tool/Report.h"

#include <string>
#include <vector>

namespace memlint {

/// One object with `allocations`, each with its place, its verdict (`stays`, `lent`,
/// `may-escape`, `outlives-turn`, `escapes`), the sink and the path; and `summary`, how the units
/// fared.
std::string escapesToJson(const Program &P, const std::vector<ShownEscape> &All,
                          const RunSummary &Summary);

} // namespace memlint

#endif // MEMLINT_TOOL_ESCAPEJSON_H
