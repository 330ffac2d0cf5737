// GitHub's `primaryLocationLineHash`: what ties a code scanning alert to a line of text while other
// lines move around it. GitHub's own action computes it for uploads that lack it, other ways of
// uploading do not; so the SARIF sink states it.
#ifndef MEMLINT_TOOL_LINEHASH_H
#define MEMLINT_TOOL_LINEHASH_H

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace memlint {

/// The hash of each line of UTF-8 text, line 1 first, as `c129715d7a2bc9a3:1`. The number after the
/// colon counts the lines with the same hash from the top. A text that ends in a line end has one
/// more, empty line.
///
/// A polynomial hash modulo 2^64 with base 37 over the 100 UTF-16 units from the start of the line,
/// blanks and tabs left out, every line end taken as LF, then 0xFFFF for the end of the file and
/// zeros (github/codeql-action, src/fingerprints.ts).
std::vector<std::string> lineHashes(llvm::StringRef Text);

} // namespace memlint

#endif // MEMLINT_TOOL_LINEHASH_H
