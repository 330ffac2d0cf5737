// Whether an operation may run code that nobody has seen, in itself or in what it calls. Such code
// may take back what was stored anywhere: nothing is told to dangle that it ran after.
#ifndef MEMLINT_ANALYSIS_SOLVE_UNSEENCODE_H
#define MEMLINT_ANALYSIS_SOLVE_UNSEENCODE_H

#include "analysis/solve/EscapeGraph.h"

namespace memlint {

class UnseenCode {
public:
  /// Must outlive it.
  explicit UnseenCode(const Callees &Known) : Known(Known) {}

  bool runsAt(const ir::Function &F, const ir::Op &Op);

private:
  bool inCallee(const ir::Symbol &Callee);
  bool inBody(const std::string &Usr);
  bool calledBack(const ir::Function &F, const ir::Op &Op, const Effect &E, const Summary &Callee);
  bool endsElements(const ir::Function &F, const ir::Op &Op, const Summary &S);

  const Callees &Known;
  std::map<std::string, bool> Bodies; // by USRs
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_UNSEENCODE_H
