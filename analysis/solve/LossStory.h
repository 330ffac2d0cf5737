// What happens between an acquisition and the loss of its last name, for people to follow.
#ifndef MEMLINT_ANALYSIS_SOLVE_LOSSSTORY_H
#define MEMLINT_ANALYSIS_SOLVE_LOSSSTORY_H

#include "analysis/solve/ResourceFlow.h"

#include <optional>
#include <set>
#include <vector>

namespace memlint {

class FlowWalk;

struct LossStory {
  std::vector<OpPlace> Borrows;  // calls on the way that got it and left it to the function
  std::optional<Branch> Decides; // after which nothing releases it any more, where it was possible
  std::optional<OpPlace> Released; // on another way

  auto operator<=>(const LossStory &) const = default;
};

/// Where control leaves the function after the acquisition without having come to a release; the
/// acquisition where it never does. Where the block does nothing, it has no such operation either.
OpPlace wayOut(const ir::Function &F, const FlowWalk &Walk, OpPlace Made,
               const std::vector<OpPlace> &Releases);

/// Of at most so many borrows as one cares to read. `Ways`: the edges on which it was held.
LossStory storyOf(const ir::Function &F, const FlowWalk &Walk, OpPlace Made, OpPlace Lost,
                  const std::set<OpPlace> &Borrows, const std::vector<OpPlace> &Releases,
                  const std::set<Branch> &Ways);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_LOSSSTORY_H
