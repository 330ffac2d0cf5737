// Verdicts on allocations for people, as `memlint escapes` prints them: a line for each allocation,
// and below it the path on which it escapes, a step a line.
#ifndef MEMLINT_TOOL_ESCAPETEXT_H
#define MEMLINT_TOOL_ESCAPETEXT_H

#include "analysis/solve/Escape.h"

#include <functional>
#include <string>
#include <vector>

namespace memlint {

/// An allocation of a function, with what is said of it.
struct ShownEscape {
  const ir::Function *Function = nullptr;
  Verdict Said;
};

/// `file:line:column` as the user is to read it; empty for nowhere.
using PlaceText = std::function<std::string(const Span &)>;

std::string drawEscapes(const std::vector<ShownEscape> &All, const PlaceText &Place);

} // namespace memlint

#endif // MEMLINT_TOOL_ESCAPETEXT_H
