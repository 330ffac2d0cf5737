// What it costs to move the elements of a growing vector into a larger block.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_RELOCATION_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_RELOCATION_H

#include "analysis/model/Facts.h"

#include "clang/AST/Type.h"

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

/// As std::move_if_noexcept decides (C++ [utility], used by [vector.capacity]): copied only where
/// the move constructor is known to be able to throw and a copy constructor exists.
Relocation relocationOf(const clang::ASTContext &Context, clang::QualType Element);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_RELOCATION_H
