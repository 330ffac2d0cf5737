// Whether a function that is given an object ends it on each of its paths. Its summary says only
// that it may.
#ifndef MEMLINT_ANALYSIS_SOLVE_SUREEND_H
#define MEMLINT_ANALYSIS_SOLVE_SUREEND_H

#include "analysis/solve/EscapeGraph.h"

namespace memlint {

/// Of the object that the call's argument `Index` (counted from 0, the object included) points to.
/// `Type`: that by which it must be ended; null: any.
bool endsSurely(const EscapeGraph &G, const ir::Op &Call, std::size_t Index,
                std::string_view Family, const ir::Type *Type);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_SUREEND_H
