// A fixture as it reads once the fixes of its findings are made, by the code that --fix uses.
#ifndef MEMLINT_TESTS_RUNNER_FIXEDTEXT_H
#define MEMLINT_TESTS_RUNNER_FIXEDTEXT_H

#include "analysis/link/Program.h"
#include "checks/RunChecks.h"
#include "tests/runner/Fixture.h"

#include <string>
#include <vector>

namespace memlint::test {

/// The parts with the first fix of each finding made, as many as go together. Fails the running
/// test where one does not fit.
std::vector<Part> withFixes(const Program &P, const CheckResults &Results, std::vector<Part> Parts);

/// Parts as one text, the language of fixtures; what `name.cpp.fixed` holds.
std::string fixedText(const Fixture &F, const std::vector<Part> &Parts);

} // namespace memlint::test

#endif // MEMLINT_TESTS_RUNNER_FIXEDTEXT_H
