// A linked program, solved: the summaries of its functions and the verdicts on what they allocate.
// Stands between the link and the checks; done when somebody first asks.
#ifndef MEMLINT_ANALYSIS_SOLVE_SOLUTION_H
#define MEMLINT_ANALYSIS_SOLVE_SOLUTION_H

#include "analysis/link/Program.h"
#include "analysis/solve/Escape.h"
#include "analysis/solve/Listeners.h"
#include "analysis/solve/OwnerRings.h"
#include "analysis/solve/Ownership.h"
#include "analysis/solve/OwningClasses.h"
#include "analysis/solve/Summaries.h"

#include <optional>
#include <vector>

namespace memlint {

/// The program and the models must outlive it.
class Solution {
public:
  Solution(const Program &P, const Models &Library, SummaryOptions Options = {})
      : P(P), Library(Library), Options(Options) {}

  const Program &program() const { return P; }
  /// Whether no other unit names what this one could.
  bool isWholeProgram() const { return Options.WholeProgram; }
  /// Of all functions, by the function and then as escapesOf() sorts them.
  const std::vector<Verdict> &escapes();
  const Summaries &summaries();
  /// The resources that functions lose or release wrongly, by the function.
  const ResourceFaults &resourceFaults();
  /// The fields that classes own and lose, or release twice.
  const MemberFaults &memberFaults();
  /// The rings of shared owners that functions close.
  const OwnerRings &ownerRings();
  /// The objects that nobody takes back from what they are handed to.
  const std::vector<ForgottenListener> &forgottenListeners();
  /// What the program does with its classes' fields and with its globals.
  const FieldStories &fieldStories();
  /// None where nobody has asked for the solution.
  std::optional<SummaryCounts> counts() const;

private:
  void solve();

  const Program &P;
  const Models &Library;
  SummaryOptions Options;
  std::vector<Verdict> Escapes;
  std::optional<Summaries> Solved;
  std::optional<ResourceFaults> Faults;
  std::optional<BodyCalls> Calls;
  std::optional<ClassFields> Classes;
  std::optional<FieldStories> Stories;
  std::optional<MemberFaults> OfMembers;
  std::optional<OwnerRings> Rings;
  std::optional<std::vector<ForgottenListener>> Listeners;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_SOLUTION_H
