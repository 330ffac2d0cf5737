// --fix and --diff between the checks and the sinks: takes the findings that have a fix, round by
// round those whose edits do not touch, makes what the verifier lets pass, and joins and checks the
// program anew. All in memory; what is written, and whether, is the command's to say.
#ifndef MEMLINT_TOOL_FIXROUNDS_H
#define MEMLINT_TOOL_FIXROUNDS_H

#include "analysis/link/Program.h"
#include "checks/RunChecks.h"
#include "tool/FixUnits.h"
#include "tool/SourceTexts.h"
#include "tool/VerifyFixes.h"

#include "llvm/Support/Error.h"

#include <functional>
#include <map>
#include <string>

namespace memlint {

/// A program and what the checks say of it.
struct CheckedProgram {
  Program P;
  CheckResults Results;
};

/// Runs the checks; an error is one of usage.
using CheckProgram = std::function<llvm::Expected<CheckResults>(const Program &)>;

struct FixedProgram {
  CheckedProgram After;                    // the program with the fixes made
  std::map<std::string, std::string> Left; // by fingerprint: why a finding was left as it was
  unsigned Fixed = 0;                      // findings
};

/// `First` is the program of `Units` and what `Checks` says of it. `Texts` holds the changes at the
/// end. Each round makes a fix or leaves one for good, so that there is an end.
llvm::Expected<FixedProgram> fixInRounds(CheckedProgram First, FixUnits &Units, SourceTexts &Texts,
                                         RecheckSettings Settings, const CheckProgram &Checks);

/// `src/a.h:12: 'Node' is left as it was: …`, a line for each finding that was.
std::vector<std::string> leftLines(const CheckedProgram &In, const FixedProgram &Outcome);

/// `fixed 12 of 15 findings in 9 files (2 left as they were, 1 without a fix)`; `Done` is `fixed`
/// or what else it is to say.
std::string fixSummary(const std::string &Done, const FixedProgram &Outcome, std::size_t Files);

} // namespace memlint

#endif // MEMLINT_TOOL_FIXROUNDS_H
