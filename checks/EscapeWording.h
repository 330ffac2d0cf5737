// How findings of the escape family tell what the solver found: what is allocated, where it goes,
// and the steps on the way. `memlint escapes` uses the same words.
#ifndef MEMLINT_CHECKS_ESCAPEWORDING_H
#define MEMLINT_CHECKS_ESCAPEWORDING_H

#include "analysis/model/Finding.h"
#include "analysis/solve/Escape.h"

#include <string>
#include <vector>

namespace memlint {

/// What is allocated, as the source has it: `new Node`, `malloc()`; or a local's name.
std::string subjectText(const ir::Function &F, const Verdict &V);

/// A place outside a function, as a sentence goes on with it: `global 'Last'`, `the result`.
std::string sinkText(const EscapeSink &S);

/// What becomes of it, without what it is: `escapes to global 'Last'`. Of what only unseen code may
/// do, the first such step; and that nothing else stands against the stack, where this is so.
std::string verdictText(const ir::Function &F, const Verdict &V);

/// The sink that the verdict tells; null where the object stays.
const EscapeSink *sinkOf(const Verdict &V);

/// The path that the verdict tells; empty where the object stays.
const std::vector<FlowStep> &pathOf(const Verdict &V);

/// Words for programs: `may-escape`; `result`, `global`.
std::string verdictWord(const Verdict &V);
std::string sinkWord(const EscapeSink &S);

/// How a step of the path came about: `passed to 'keep'`.
std::string stepText(const FlowStep &S);

/// The steps as notes of a finding; those that are not known are marked.
std::vector<Step> stepsOf(const std::vector<FlowStep> &Path);

/// The same for the property `path`: `file:line:column: text`.
std::vector<std::string> pathProperty(const std::vector<Step> &Steps,
                                      const std::vector<std::string> &Files);

} // namespace memlint

#endif // MEMLINT_CHECKS_ESCAPEWORDING_H
