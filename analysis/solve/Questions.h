// What a function asks more than once: library functions that only answer, given the same each
// time. They mostly answer the same, unless something was done to what they are given; but nobody
// sees what else they may depend on, so a way on which they answer otherwise is only doubtful.
#ifndef MEMLINT_ANALYSIS_SOLVE_QUESTIONS_H
#define MEMLINT_ANALYSIS_SOLVE_QUESTIONS_H

#include "analysis/solve/MemoryUses.h"
#include "analysis/solve/ValueFacts.h"

#include <map>
#include <optional>
#include <vector>

namespace memlint {

class Questions {
public:
  /// Adds a term to the function's own for each of them.
  Questions(Terms &In, const Callees &Known, const MemoryUses &Uses);

  /// What stands for all answers to the question that this one is an answer to, or what it refers
  /// to.
  std::optional<Term> of(Term Answer) const;
  /// A place was written, or a call was made: it may have changed what is asked about.
  void forget(ValueFacts &Facts, const ir::Path &Written) const;
  void forgetAfter(ValueFacts &Facts, const ir::Op &Call) const;

private:
  class Reader;
  struct Question {
    Term Answer, Referred;
    std::vector<ir::Path> About;
  };
  bool onlyAnswers(const ir::Op &Call) const;

  const ir::Function &F;
  const Callees &Known;
  const MemoryUses &Uses;
  std::vector<Question> All;
  std::map<Term, Term> OfAnswers;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_QUESTIONS_H
