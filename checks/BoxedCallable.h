// Which objects that std::function and the like are made from have no room in them, and what the
// function does with the box. Asked by escape-boxed about the allocations that the solver knows.
#ifndef MEMLINT_CHECKS_BOXEDCALLABLE_H
#define MEMLINT_CHECKS_BOXEDCALLABLE_H

#include "analysis/solve/Solution.h"

#include <optional>
#include <string>
#include <vector>

namespace memlint {

/// An object that was put into a wrapper, which keeps it on the heap.
struct BoxedCallable {
  const ir::Type *Object = nullptr;
  std::string Wrapper;          // `std::function`
  std::string Library;          // whose it is: `libstdc++`
  std::uint64_t Room = 0;       // bytes that it keeps inside
  bool OnlyTrivial = false;     // it would fit, but its class moves in its own way
  std::uint32_t Variable = 0;   // the wrapper: index into the function's variables
  const ir::Type *In = nullptr; // the wrapper's type
};

/// Of an allocation; nothing where no wrapper makes it, where the object has room or its size is
/// not known.
std::optional<BoxedCallable> boxedCallable(const ir::Function &F, const Verdict &V);

/// An operation on a wrapper, in the function that makes it or in one that it is handed to.
struct WrapperUse {
  const ir::Function *In = nullptr;
  OpPlace At;
  const ir::Symbol *HandedTo = nullptr; // or null: it is called or read here
};

/// The uses of a wrapper that nobody needs beyond them: the first in each function, from the one
/// that makes it inwards. None where some use may need the wrapper: it is stored, copied, bound,
/// changed, or handed to a function that does so or whose body is not known.
std::vector<WrapperUse> usesOfWrapper(const ir::Function &F, const Summaries &Known,
                                      const Verdict &V, const BoxedCallable &Boxed);

} // namespace memlint

#endif // MEMLINT_CHECKS_BOXEDCALLABLE_H
