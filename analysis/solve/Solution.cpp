#include "analysis/solve/Solution.h"

#include <algorithm>

namespace memlint {

namespace {

/// Nobody wrote it, and whether there is one depends on the library's bodies that were read.
bool isCompilersCopy(const ir::Symbol &Function) {
  return Function.Flags & ir::Implicit && Function.Flags & ir::CopyOrMove;
}

} // namespace

void Solution::solve() {
  if (Solved)
    return;
  auto Look = [this](const ir::Symbol &S, CallArguments Arguments, ModelsOf Whose) {
    return Library.find(S, Arguments, Whose);
  };
  auto Take = [this](std::size_t Function, const EscapeGraph &G) {
    if (G.function().Flags & ir::LeftAlone || isCompilersCopy(G.function().Symbols[0]))
      return;
    for (Verdict &V : escapesOf(G, G.callees(), Function))
      Escapes.push_back(std::move(V));
  };
  Solved.emplace(P.Functions, Look, Options, Take);
  // Functions come as the call graph has them.
  std::stable_sort(Escapes.begin(), Escapes.end(),
                   [](const Verdict &A, const Verdict &B) { return A.Function < B.Function; });
}

const std::vector<Verdict> &Solution::escapes() {
  solve();
  return Escapes;
}

const Summaries &Solution::summaries() {
  solve();
  return *Solved;
}

const ResourceFaults &Solution::resourceFaults() {
  solve();
  if (!Faults)
    Faults = Ownership(P.Functions, *Solved, Library).faults();
  return *Faults;
}

const FieldStories &Solution::fieldStories() {
  solve();
  if (!Stories) {
    Calls.emplace(P.Functions);
    Classes.emplace(P.Records);
    Stories.emplace(P.Functions, *Classes, *Solved, Library, *Calls);
  }
  return *Stories;
}

const MemberFaults &Solution::memberFaults() {
  if (!OfMembers) {
    const FieldStories &Of = fieldStories();
    OfMembers = memlint::memberFaults(P.Functions, *Classes, *Solved, Of, *Calls);
  }
  return *OfMembers;
}

const OwnerRings &Solution::ownerRings() {
  if (!Rings) {
    fieldStories(); // has the classes and the calls
    Rings = memlint::ownerRings(P.Functions, *Classes, *Solved, *Calls);
  }
  return *Rings;
}

const std::vector<ForgottenListener> &Solution::forgottenListeners() {
  if (!Listeners) {
    const FieldStories &Of = fieldStories();
    Listeners = memlint::forgottenListeners(P.Functions, *Classes, *Solved, Library, Of, *Calls);
  }
  return *Listeners;
}

std::optional<SummaryCounts> Solution::counts() const {
  return Solved ? std::optional(Solved->counts()) : std::nullopt;
}

} // namespace memlint
