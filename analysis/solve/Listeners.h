// Objects that hand themselves to what outlives them, and whose destructors do not take them back:
// a method is called with `this`, or with a closure that has it, on an object that the class only
// refers to; that method keeps it, and its class has another one that undoes it, as names tell. Of
// other functions a user's model tells both.
#ifndef MEMLINT_ANALYSIS_SOLVE_LISTENERS_H
#define MEMLINT_ANALYSIS_SOLVE_LISTENERS_H

#include "analysis/solve/FieldStories.h"

#include <compare>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

struct ForgottenListener {
  std::size_t Function = 0;
  OpPlace At;          // the call
  std::string Class;   // of the object that is handed over
  std::string Method;  // that takes it
  std::string Undoing; // the function that would take it back
  bool HasDestructor = false;
  bool InClosure = false;
  std::optional<std::size_t> Elsewhere; // a method of the class that undoes it

  auto operator<=>(const ForgottenListener &) const = default;
};

/// The names of methods that undo what a method of this name does: `unsubscribe`, `removeListener`.
std::vector<std::string> undoingNames(std::string_view Method);

std::vector<ForgottenListener>
forgottenListeners(std::span<const ir::Function> Functions, const ClassFields &Classes,
                   const Summaries &Known, const Models &Library, const FieldStories &Stories,
                   const BodyCalls &Calls);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_LISTENERS_H
