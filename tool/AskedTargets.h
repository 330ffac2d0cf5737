// The option layout-padding.targets read for extraction, which lays records out long before a check
// runs. The one place where a check's option reaches the units.
#ifndef MEMLINT_TOOL_ASKEDTARGETS_H
#define MEMLINT_TOOL_ASKEDTARGETS_H

#include "checks/Config.h"

#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

namespace memlint {

/// The triples that the settings ask for, each once. One that Clang has no layout for is named on
/// `Warnings` and left out. Empty where the check is off.
std::vector<std::string> askedTargets(const Settings &S, llvm::raw_ostream &Warnings);

} // namespace memlint

#endif // MEMLINT_TOOL_ASKEDTARGETS_H
