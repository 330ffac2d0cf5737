// What `memlint --help` and `memlint COMMAND --help` print, put together from the option table.
// Stands beside Options, at the start of a run.
#ifndef MEMLINT_TOOL_HELPTEXT_H
#define MEMLINT_TOOL_HELPTEXT_H

#include "tool/Options.h"

#include <string>

namespace memlint {

/// At most 80 columns wide. A command without a word of its own gets the help of memlint as a
/// whole.
std::string helpText(Command About);

} // namespace memlint

#endif // MEMLINT_TOOL_HELPTEXT_H
