// The engine as tests use it: text in, findings out, over the same path as the command.
#ifndef MEMLINT_TESTS_RUNNER_ENGINE_H
#define MEMLINT_TESTS_RUNNER_ENGINE_H

#include "analysis/extract/records/KnownDefinitions.h"
#include "analysis/model/Facts.h"
#include "checks/RunChecks.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace memlint::test {

/// A file's name, relative to the project's root, and its text.
using SourceFile = std::pair<std::string, std::string>;

/// The facts of `Main`, one of `Files`, which exist in memory on top of the real file system. Fails
/// the running test where Clang finds errors.
TuFacts factsOf(const std::vector<SourceFile> &Files, const std::string &Main,
                const std::vector<std::string> &Flags = {});
/// The same by a worker that remembers earlier units.
TuFacts factsOf(const std::vector<SourceFile> &Files, const std::string &Main,
                const std::vector<std::string> &Flags, KnownDefinitions &Known);

/// The checks with memlint's own models, as the command runs them.
CheckResults checked(const Program &P, const Config &C);

/// The growths by the qualified name of their function; fails the running test where one has two.
std::map<std::string, GrowthFact> growthsByFunction(const TuFacts &Facts);

/// One line for each finding with everything that a sink shows; equal lines are equal findings.
std::vector<std::string> describe(const Program &P, const CheckResults &Results);

} // namespace memlint::test

#endif // MEMLINT_TESTS_RUNNER_ENGINE_H
