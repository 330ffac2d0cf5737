// The strongly connected components of a graph, by Tarjan ("Depth-first search and linear graph
// algorithms", 1972), without recursion.
#ifndef MEMLINT_ANALYSIS_IR_STRONGCOMPONENTS_H
#define MEMLINT_ANALYSIS_IR_STRONGCOMPONENTS_H

#include <cstddef>
#include <vector>

namespace memlint {

/// Each component after all those that its edges lead to, and in it each node after those that the
/// search went on to from it. `Edges[I]` are those of I.
std::vector<std::vector<std::size_t>>
strongComponents(const std::vector<std::vector<std::size_t>> &Edges);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_IR_STRONGCOMPONENTS_H
