// What the checks of the escape family speak of: a place in the source that makes an object, with
// the verdicts of all functions that have it. Instances of a template, and the bodies that units
// have of an inline function, share a place; a claim about it must hold in each of them.
#ifndef MEMLINT_CHECKS_ESCAPESUBJECTS_H
#define MEMLINT_CHECKS_ESCAPESUBJECTS_H

#include "analysis/solve/Solution.h"

#include <vector>

namespace memlint {

struct EscapeSubject {
  Span Where;
  bool Local = false; // a variable; otherwise an allocation
  std::vector<const Verdict *> Verdicts;

  const Verdict &first() const { return *Verdicts.front(); }
};

/// Of the whole program, sorted by place. The verdicts are those of `Solved`.
std::vector<EscapeSubject> escapeSubjects(Solution &Solved);

/// Of verdicts that say one thing of one place, as those of a template's instances, the first; by
/// place.
std::vector<const Verdict *> saidOnce(const Solution &Solved, std::vector<const Verdict *> All);

inline const ir::Function &functionOf(const Solution &Solved, const Verdict &V) {
  return Solved.program().Functions[V.Function];
}

} // namespace memlint

#endif // MEMLINT_CHECKS_ESCAPESUBJECTS_H
