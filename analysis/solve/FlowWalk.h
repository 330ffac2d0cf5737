// Whether control may come from an operation to the function's end without passing others: what
// the questions about single objects have in common (freed on every path, still held at the end).
#ifndef MEMLINT_ANALYSIS_SOLVE_FLOWWALK_H
#define MEMLINT_ANALYSIS_SOLVE_FLOWWALK_H

#include "analysis/solve/EscapeGraph.h"

namespace memlint {

/// The span of a place in the function's file.
Span spanOf(const ir::Function &F, ir::Place P);
const ir::Op &opAt(const ir::Function &F, OpPlace P);

class FlowWalk {
public:
  FlowWalk(const ir::Function &F, const Callees &Known);

  using StopsAt = std::function<bool(OpPlace)>;
  using Impossible = std::function<bool(const ir::Edge &)>;

  /// Over normal edges, from the operation `From` on (which itself stops nothing where `After`).
  bool reachesExit(OpPlace From, bool After = false, const StopsAt &Stop = {},
                   const Impossible &Never = {}) const;
  /// The same, to the operation `To`.
  bool reaches(OpPlace From, OpPlace To, const StopsAt &Stop = {},
               const Impossible &Never = {}) const;
  /// Whether the operation may be left normally.
  bool returns(OpPlace P) const { return Returns[P.Block][P.Op]; }

private:
  bool walk(OpPlace From, bool After, const StopsAt &Stop, const Impossible &Never,
            const OpPlace *To) const;

  const ir::Function &F;
  std::vector<std::vector<bool>> Returns;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_FLOWWALK_H
