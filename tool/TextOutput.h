// Findings for people and editors: the compilers' form, `path:line:column: warning: text [check]`,
// each with its source line and a caret, then the steps as notes, and what --fix would do. Goes to
// the standard output; the two closing lines go to the standard error.
#ifndef MEMLINT_TOOL_TEXTOUTPUT_H
#define MEMLINT_TOOL_TEXTOUTPUT_H

#include "analysis/model/Finding.h"
#include "tool/Report.h"

#include <span>
#include <string>

namespace memlint {

struct TextStyle {
  bool Colour = false;
  /// Absolute. Paths below it are shown relative to it; where both lie within `Root`, with `../`;
  /// others absolute.
  std::string WorkingDirectory;
  std::string Root; // absolute
};

/// All findings in the order given; ends in a newline unless empty. Columns are bytes, as Clang's;
/// carets stand by display columns, with tabs every 8. Characters that a terminal cannot show are
/// written out as Clang does, `<U+202E>` and `<FF>`; lines wider than 160 columns are cut down to
/// the part around the caret.
std::string renderText(const Report &R, const TextStyle &Style);

/// A path of the program as it is to be shown.
std::string shownPath(llvm::StringRef Path, const TextStyle &Style);

/// A message on one line, without anything that a terminal would obey.
std::string plain(llvm::StringRef Message);

/// `analysed 158 of 159 units (1 failed), 3 with errors`; without what is zero.
std::string summaryLine(const RunSummary &Summary);

/// `1 error, 3 warnings, 1 note`; without what is zero; `no findings`.
std::string countsLine(std::span<const Finding> Findings);

} // namespace memlint

#endif // MEMLINT_TOOL_TEXTOUTPUT_H
