// The comments that ask for silence, in every file of the unit that is no system header:
// clang-tidy's NOLINT family, and `memlint: ignore[check] reason`.
#ifndef MEMLINT_ANALYSIS_EXTRACT_SUPPRESSIONS_H
#define MEMLINT_ANALYSIS_EXTRACT_SUPPRESSIONS_H

#include "analysis/model/Facts.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace clang {
class SourceManager;
} // namespace clang

namespace memlint {

class SourceMap;

/// A directive found in a text; offsets in bytes from its start.
struct Directive {
  unsigned Offset = 0, Length = 0;
  std::uint32_t FirstLine = 0, LastLine = 0; // what it silences, lines from 1
  std::vector<std::string> Checks;           // globs; empty: every check
  bool Own = false;
  bool LacksReason = false;
};

/// The directives of one text, in order. NOLINT reads as in clang-tidy: anywhere in the line, with
/// an optional list of globs in parentheses; a BEGIN without its END silences nothing. `memlint:
/// ignore[list] reason` must open a comment and give a reason; it silences its own line when code
/// stands there, else the next line with code. So does `memlint: leaks`, which speaks of
/// resource-leak alone. `Text` ends in a zero byte that is not counted, as
/// Clang's buffers do.
std::vector<Directive> findDirectives(llvm::StringRef Text);

std::vector<SuppressionFact> suppressionFacts(const clang::SourceManager &Sources, SourceMap &Map);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_SUPPRESSIONS_H
