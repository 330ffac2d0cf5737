// How findings of the resource family say what is lost, and where its last name went.
#ifndef MEMLINT_CHECKS_RESOURCEWORDING_H
#define MEMLINT_CHECKS_RESOURCEWORDING_H

#include "analysis/solve/Ownership.h"

#include <initializer_list>
#include <string>

namespace memlint {

class CheckContext;

/// What the source calls what makes it: `fopen()`, `new T`. An empty callee: a `new`.
std::string acquiredName(const ir::Function &F, OpPlace Made, const std::string &Callee);
/// Reports each loss of these kinds once, at the acquisition; of a body of several units or
/// instances only where all of them say so.
void reportLosses(CheckContext &Context, std::initializer_list<LossKind> Kinds);
/// The same of releases, at the release that is wrong.
void reportWrongReleases(CheckContext &Context, ReleaseFault Fault);

} // namespace memlint

#endif // MEMLINT_CHECKS_RESOURCEWORDING_H
