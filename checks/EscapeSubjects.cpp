#include "checks/EscapeSubjects.h"

#include "checks/EscapeWording.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace memlint {

std::vector<EscapeSubject> escapeSubjects(Solution &Solved) {
  std::map<std::tuple<Span, bool, std::string>, EscapeSubject> ByPlace;
  for (const Verdict &V : Solved.escapes()) {
    const Span Where = spanOf(functionOf(Solved, V), V.Where);
    // One call may make several objects.
    EscapeSubject &S = ByPlace[{Where, V.Variable.has_value(), V.Callee + "\n" + V.Family}];
    S.Where = Where;
    S.Local = V.Variable.has_value();
    S.Verdicts.push_back(&V);
  }
  std::vector<EscapeSubject> All;
  All.reserve(ByPlace.size());
  for (auto &[Key, Subject] : ByPlace)
    All.push_back(std::move(Subject));
  return All;
}

std::vector<const Verdict *> saidOnce(const Solution &Solved, std::vector<const Verdict *> All) {
  auto Key = [&](const Verdict *V) {
    const ir::Function &F = functionOf(Solved, *V);
    return std::tuple(spanOf(F, V->Where), subjectText(F, *V), V->Result,
                      V->Sinks.empty() ? std::string() : V->Sinks.front().Text);
  };
  std::stable_sort(All.begin(), All.end(),
                   [&](const Verdict *A, const Verdict *B) { return Key(A) < Key(B); });
  auto Same = [&](const Verdict *A, const Verdict *B) { return Key(A) == Key(B); };
  All.erase(std::unique(All.begin(), All.end(), Same), All.end());
  return All;
}

} // namespace memlint
