// Code that never runs because a constant of the whole program decides so: a global that nobody
// writes, a function that always returns the same number. Pure.
#ifndef MEMLINT_ANALYSIS_LINK_DEADCODE_H
#define MEMLINT_ANALYSIS_LINK_DEADCODE_H

#include "analysis/model/MemoryIr.h"

#include <span>

namespace memlint {

/// Takes the edges that are never taken, and the operations and edges of blocks that nothing leads
/// to any more, out of the functions of a program. Blocks keep their numbers. Globals of which
/// another unit may know are constants only where `WholeProgram` says that all units are here.
/// Returns whether any function has changed.
bool dropDeadCode(std::span<ir::Function> Functions, bool WholeProgram);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_LINK_DEADCODE_H
