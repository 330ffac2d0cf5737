// Of the orders of the least size, the one that moves the fewest fields. The last of the searches
// behind smallerOrder().
#ifndef MEMLINT_ANALYSIS_LAYOUT_FEWESTMOVES_H
#define MEMLINT_ANALYSIS_LAYOUT_FEWESTMOVES_H

#include "analysis/layout/FieldClasses.h"

#include <cstdint>
#include <optional>

namespace memlint::layout {

/// An order within `Budget`, the padding in bytes that it may have, behind the last field included,
/// with the fewest moves; among those one of the least distance: each moved field counts the kept
/// fields that it passes; among those one that ends earliest, for a derived class can use the rest
/// of the tail. Of nodes still equal the one survives that keeps the field where they part, for the
/// front of a record is what its users rely on. Beyond MaxSteps a good order of that kind, beyond
/// the other caps of FewestMoves.cpp nothing. `Start` is where the first field may begin.
std::optional<Order> fewestMoves(const FieldClasses &Classes, Offset Start, std::uint64_t Budget);

} // namespace memlint::layout

#endif // MEMLINT_ANALYSIS_LAYOUT_FEWESTMOVES_H
