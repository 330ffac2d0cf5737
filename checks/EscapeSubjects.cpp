#include "checks/EscapeSubjects.h"

#include <map>

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
  for (auto &[Key, Subject] : ByPlace)
    All.push_back(std::move(Subject));
  return All;
}

} // namespace memlint
