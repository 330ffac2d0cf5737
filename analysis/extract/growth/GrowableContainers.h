// Which types are containers that grow and can be told to reserve, and what a call does to the size
// of such a container. By the members that a class has, not by its name: the standard's, Qt's,
// Abseil's and one's own are alike. Read by every check of the family reserve.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWABLECONTAINERS_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWABLECONTAINERS_H

#include "analysis/model/GrowthFacts.h"

#include "clang/AST/Type.h"

#include <cstdint>
#include <optional>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class Expr;
} // namespace clang

namespace memlint {

struct GrowableContainer {
  ContainerKind Kind;
  const clang::CXXRecordDecl *Class;
  clang::QualType Element;          // without const, never null
  clang::QualType Reserved, Size;   // what reserve() takes and size() returns; not size_t with Qt
  std::uint64_t InlineCapacity = 0; // elements kept without an allocation
};

/// A class (or a reference to one) with public members reserve(integral), size() and one of
/// push_back, emplace_back, append, insert, emplace and `<<`, its own or inherited. Nothing for
/// what has a fixed capacity or no reserve(), and for types that are not complete.
std::optional<GrowableContainer> asGrowable(const clang::ASTContext &Context, clang::QualType Type);

enum class ContainerUse : std::uint8_t {
  GrowsByOne,   // push_back(x), emplace(...), insert(end, x), `+= x`, `<< x`, `map[key]`
  GrowsByRange, // append(text), insert(end, first, last), `+= text`
  Reserves,
  SetsSize, // resize, assign, =
  Shrinks,  // clear, erase, pop_back, shrink_to_fit, swap, ...
  Reads,    // const members and access to elements
  Unknown
};

struct ContainerCall {
  ContainerUse Use;
  const clang::Expr *Object; // what the call is made on; a pointer in `p->push_back(x)`
  bool ThroughPointer = false;
};

/// What a call of a member function or an operator does to the container it is made on; nothing for
/// calls on anything else. Functions that are given a container, as std::move and std::swap, are
/// none of these calls.
std::optional<ContainerCall> containerCall(const clang::ASTContext &Context,
                                           const clang::Expr &Call);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWABLECONTAINERS_H
