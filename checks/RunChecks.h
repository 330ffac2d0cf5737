// Program and settings in, findings out: runs every check that some file enables, drops what the
// source suppresses, sorts and fingerprints the rest. Pure.
#ifndef MEMLINT_CHECKS_RUNCHECKS_H
#define MEMLINT_CHECKS_RUNCHECKS_H

#include "analysis/link/Program.h"
#include "analysis/solve/Solution.h"
#include "checks/Check.h"
#include "checks/Config.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

struct CheckResults {
  /// Sorted by path, line, column, check and message; no two share check, place and message.
  std::vector<Finding> Findings;
  /// Findings that a comment in the source asked not to see.
  std::uint64_t Suppressed = 0;
  /// How often each check looked and said nothing, by `check: reason`.
  std::map<std::string, std::uint64_t> Silences;
  /// Of the bodies, where a check asked for them.
  std::optional<SummaryCounts> Solved;
};

/// `Solved` is of the same program; it is solved only where a check of those asks.
CheckResults runChecks(Solution &Solved, const Config &C);
/// The same for a program without bodies of functions.
CheckResults runChecks(const Program &P, const Config &C);

/// Whether some check that runs needs the bodies of functions.
bool readsBodies(const Config &C);

/// What a running check may touch: the program, its options for a file, and where findings go.
class CheckContext {
public:
  CheckContext(Solution &Solved, const Config &C, std::size_t CheckIndex, CheckResults &Results,
               std::vector<const SuppressionFact *> Unused);

  const Program &program() const { return Solved.program(); }
  /// Only for checks that are marked as readers of bodies.
  Solution &solved() const { return Solved; }
  const Config &config() const { return C; }
  bool enabledIn(FileId File) const;
  std::uint64_t number(FileId File, std::string_view Option) const;
  bool flag(FileId File, std::string_view Option) const;
  std::string_view text(FileId File, std::string_view Option) const;

  /// Fills in check, level and fingerprint; drops the finding where its file switches the check
  /// off. The level is the user's, if he set one for the check, else `Weight`, else the check's
  /// own.
  void report(Finding F, std::optional<Severity> Weight = std::nullopt);
  /// Counts a candidate that the check looked at and passed over, for --stats.
  void silent(std::string_view Reason);
  /// The suppressions that silenced nothing, for the check that reports them; empty for others.
  const std::vector<const SuppressionFact *> &unusedSuppressions() const { return Unused; }

private:
  Solution &Solved;
  const Config &C;
  std::size_t CheckIndex;
  CheckResults &Results;
  std::vector<const SuppressionFact *> Unused;
};

} // namespace memlint

#endif // MEMLINT_CHECKS_RUNCHECKS_H
