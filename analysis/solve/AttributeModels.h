// Clang's attributes read as models: what a declaration promises beats what its body, or the lack
// of one, suggests.
#ifndef MEMLINT_ANALYSIS_SOLVE_ATTRIBUTEMODELS_H
#define MEMLINT_ANALYSIS_SOLVE_ATTRIBUTEMODELS_H

#include "analysis/model/MemoryIr.h"
#include "analysis/solve/Summary.h"

#include <cstddef>
#include <optional>

namespace memlint {

/// What a function does by its attributes, where one of them speaks of memory. What they leave open
/// is what `Otherwise` says, the summary of its body or its model; null: any of its `Arguments`
/// arguments (the object aside) may be kept, released or returned, in the lane Assumed.
///
///   noescape          the argument itself goes nowhere
///   lifetimebound     the argument goes to the result, or into what a constructor makes
///   lifetime_capture_by(x)   the argument goes into x
///   malloc, ownership_returns, *_returns_retained   the result is new
///   ownership_takes   the argument is released;  ownership_holds   it is kept
///
/// Locks and handles (acquire_*, release_*) are no memory and say nothing here.
std::optional<Summary> summaryOfAttributes(const ir::Symbol &Function, std::size_t Arguments,
                                           const Summary *Otherwise = nullptr);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_ATTRIBUTEMODELS_H
