// Models of users that speak of no function of the program, for the end of a run: each is misspelt
// or no longer needed, and would go unnoticed.
#ifndef MEMLINT_TOOL_UNMATCHEDMODELS_H
#define MEMLINT_TOOL_UNMATCHEDMODELS_H

#include "analysis/link/Program.h"
#include "analysis/solve/Models.h"

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace memlint {

/// One line each, in the order of the sets and of their files. None where no function of the
/// program is known.
std::vector<std::string> unmatchedModels(const Program &P, llvm::ArrayRef<ModelSet> Users);

} // namespace memlint

#endif // MEMLINT_TOOL_UNMATCHEDMODELS_H
