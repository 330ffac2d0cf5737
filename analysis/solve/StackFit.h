// Whether an object that stays in its function could as well live in its frame: what a rewrite to a
// local variable needs beyond that nobody keeps the object. Asked of each such object while the
// function's graph is there; escape-stack makes findings of the answers.
#ifndef MEMLINT_ANALYSIS_SOLVE_STACKFIT_H
#define MEMLINT_ANALYSIS_SOLVE_STACKFIT_H

#include "analysis/ir/Loops.h"
#include "analysis/solve/FlowWalk.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace memlint {

struct Verdict;

enum class StackForm : std::uint8_t {
  None,   // it has to stay where it is
  Object, // of one type
  Array,  // of constant length
  Vector, // the block of a std::vector
  Bytes   // from malloc, of constant size
};

struct StackFit {
  StackForm Form = StackForm::None;
  std::string_view Why;    // it does not fit; empty where it escapes
  std::string Owner;       // the variable that holds it first; may be empty
  std::uint32_t Type = 0;  // 1 + index: of the object or of an element; 0: not known
  std::uint64_t Bytes = 0; // of all elements
  std::uint64_t Count = 0; // elements, of arrays

  auto operator<=>(const StackFit &) const = default;
};

/// Of the object that the allocation of `V` makes. What it cannot know here is left to its reader:
/// whether the function calls itself, and what the destructor of the type does.
StackFit stackFit(const EscapeGraph &G, const FlowWalk &Walk, const ir::Loops &Loops,
                  const Verdict &V, NodeId Object);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_STACKFIT_H
