// The places of summaries and the places of bodies: a slot is told as the caller sees it, a path as
// the function has it. An argument's slot counts from 1, the object aside, which is 0; operations
// and variables count from 0, with the object as the first where there is one.
#ifndef MEMLINT_ANALYSIS_SOLVE_SLOTPATH_H
#define MEMLINT_ANALYSIS_SOLVE_SLOTPATH_H

#include "analysis/solve/Summary.h"
#include "analysis/solve/ValueFacts.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace memlint {

/// Whether a body, or what a call runs, gets an object first.
bool hasThis(const ir::Function &Body);
bool hasThis(const ir::Function &F, const ir::Op &Call);

/// Which value or variable an argument's slot is; none: there is no object. It may be more than
/// there are.
std::optional<std::size_t> positionOf(std::uint32_t SlotIndex, bool HasThis);
/// The slot of the value or variable.
Slot argumentSlot(std::size_t Position, bool HasThis);

/// The slot of a path in a global, elements of arrays as one; of any other path, none of a global.
Slot globalCell(const ir::Function &F, const ir::Path &P);

std::vector<SlotStep> slotSteps(const Terms &In, std::span<const ir::Step> Steps);

/// What a caller knows the body's path as; none: it is the function's own, or a global.
std::optional<Slot> slotOf(const Terms &In, const ir::Path &P);
/// What the body knows the slot of its caller as; none: it has no such parameter.
std::optional<ir::Path> pathIn(Terms &Body, const Slot &S);
/// Where the caller has what its call's slot tells; none: in no place, or in another call's.
std::optional<ir::Path> pathAt(Terms &Caller, const ir::Op &Call, const Slot &S);
/// What the call is given at an argument's slot without steps; null: nothing that is told.
const ir::Value *valueAt(const ir::Function &Caller, const ir::Op &Call, const Slot &S);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_SLOTPATH_H
