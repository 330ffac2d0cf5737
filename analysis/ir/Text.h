// The text form of the memory IR: what `memlint facts --ir` prints and the solvers' tests are
// written in. What is parsed is canonical, and prints to a text that parses to the same function.
//
//   function ns::f usr "c:@N@ns@F@f" at 0:3:6-7   # file 0, line 3, columns 6 to 7
//     returns "P *"
//     overrides "c:@S@B@F@f"
//     type "P *" size 8 align 8 pointer element P
//     type "std::vector<P>" template std::vector size 24 align 8 record element P calls "()"
//     symbol g usr "c:@F@g" no-return attribute no-escape 1
//     receiver this : "C *"
//     param p : "P *" attribute lifetime-bound @3:9+1
//     local x : P                                 # also `temporary`, `static`
//   block 0
//     begin x @4:3+1                              # line 4, column 3, 1 byte
//     x.f = p.*.next (assign) @5:3+1              # copies what the path holds; `&p.f`: its address
//     p = new 0 P (init)                          # site 0; `new[] 1 P count 5 nothrow`
//     p = new 0 (assign)                          # the same site again
//     q = p.* shifted (assign)
//     q = p moved (assign)                        # forwards, by a constant
//     t1 = call g(p, &x, null, -5, fn g, ?, $7) virtual exact     # `?` unknown, `$7` opaque
//     call *p.fn(x) implicit                      # through a value
//     delete p via "P::~P"                        # also `delete[]`, `destroy`
//     end x
//     throw t1
//     lose p, q (integer)
//     -> 1 if p == null @7:7+1                    # `<`, `<=`, `<+`
//     -> 2 unless p == null @7:7+1
//     -> 3 thrown
//
// Steps: `.name`, `.*` (deref), `.[]` (element), `.[2]`, `.~` (below); bases: a variable,
// `@global`, `ret`. A name that is no plain word stands in quotes with C's escapes, and so does a
// variable that is called like a word of this language. The second variable, type or symbol of one
// name is `name'2`. All words: analysis/ir/Words.h.
//
// By hand: only variables must be declared, and before their use; one without a type has that of
// the name "". A type or symbol without a line has its name and nothing else; a USR that is not
// said is the name. Places, the numbers of new sites and `block 0` may be left out; blocks may be
// called by any word, and a copy without a reason is an assignment. The first block is the entry,
// the last one the exit.
#ifndef MEMLINT_ANALYSIS_IR_TEXT_H
#define MEMLINT_ANALYSIS_IR_TEXT_H

#include "analysis/ir/WellFormed.h"
#include "analysis/model/MemoryIr.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace memlint::ir {

/// Of a well-formed function, in its canonical form.
std::string print(const Function &F);

struct ParseError {
  std::size_t Line = 0; // from 1
  std::string Reason;
};

/// Functions one after the other, each canonical and well-formed. `#` begins a comment.
std::variant<std::vector<Function>, ParseError> parse(std::string_view Text);

/// The same well-formed function with its tables in the order of their first use, equal paths and
/// conditions said once, and without entries that nothing uses; its variables and blocks stay.
Function canonical(const Function &F);

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_TEXT_H
