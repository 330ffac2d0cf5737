// Of the orders of the least size, the one that moves the fewest units. The last of the searches
// behind smallerOrders().
#ifndef MEMLINT_ANALYSIS_LAYOUT_FEWESTMOVES_H
#define MEMLINT_ANALYSIS_LAYOUT_FEWESTMOVES_H

#include "analysis/layout/UnitClasses.h"

#include <cstdint>
#include <optional>

namespace memlint::layout {

/// An order within `Budget`, the padding in grains that it may have, behind the last unit included,
/// with the fewest moves; among those one whose moved units cross the fewest borders of sections;
/// among those one of the least distance: each moved unit counts the kept units that it passes;
/// among those one that ends earliest, for a derived class can use the rest of the tail. Of nodes
/// still equal the one survives that keeps the unit where they part, for the front of a record is
/// what its users rely on. Beyond MaxSteps a good order of that kind, beyond the other caps of
/// FewestMoves.cpp nothing.
std::optional<Order> fewestMoves(const UnitClasses &Classes, std::uint64_t Budget);

} // namespace memlint::layout

#endif // MEMLINT_ANALYSIS_LAYOUT_FEWESTMOVES_H
