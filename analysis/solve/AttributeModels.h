// Clang's attributes read as models: what a declaration promises beats what its body, or the lack
// of one, suggests.
#ifndef MEMLINT_ANALYSIS_SOLVE_ATTRIBUTEMODELS_H
#define MEMLINT_ANALYSIS_SOLVE_ATTRIBUTEMODELS_H

#include "analysis/model/MemoryIr.h"
#include "analysis/solve/Summary.h"

#include <cstddef>
#include <map>
#include <optional>
#include <tuple>

namespace memlint {

/// What a function does by its attributes, where one of them speaks of memory. What they leave open
/// is what `Otherwise` says, the summary of its body or its model; null: any of its `Arguments`
/// arguments (the object aside) may be kept, released or returned, in the lane Assumed.
///
///   noescape          the argument itself goes nowhere
///   lifetimebound     the argument goes to the result, or into what a constructor makes; where the
///                     body was seen, which shows itself what it does, it only may. So the next
///   lifetime_capture_by(x)   the argument goes into x
///   malloc, ownership_returns, *_returns_retained   the result is new
///   ownership_takes   the argument is released;  ownership_holds   it is kept
///   annotate("memlint: EFFECTS")   what a model of these effects says, and nothing else
///
/// Locks and handles (acquire_*, release_*) are no memory and say nothing here, but in
/// handlesOfAttributes.
std::optional<Summary> summaryOfAttributes(const ir::Symbol &Function, std::size_t Arguments,
                                           const Summary *Otherwise = nullptr);

/// Whether attributes name what the function acquires, or takes from its caller.
bool saysWhoReleases(const ir::Symbol &F);
/// What acquire_* and release_* say of handles and locks.
Summary handlesOfAttributes(const ir::Symbol &F);

/// Such summaries, made when they are asked for. One is valid until it is asked for again after
/// `Otherwise` has changed.
class AttributeModels {
public:
  /// `Otherwise` itself where no attribute speaks of memory.
  const Summary *of(const ir::Symbol &Function, std::size_t Arguments, const Summary *Otherwise);

private:
  using Key = std::tuple<ir::Symbol, std::size_t, const Summary *>;
  std::map<Key, Summary> Made;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_ATTRIBUTEMODELS_H
