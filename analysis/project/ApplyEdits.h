// Edits made on texts in memory: from lines and columns to bytes, checked against what stands
// there. Pure. What becomes of the new text, be it a second parse, a diff or a file, is the
// caller's.
#ifndef MEMLINT_ANALYSIS_PROJECT_APPLYEDITS_H
#define MEMLINT_ANALYSIS_PROJECT_APPLYEDITS_H

#include "analysis/model/TextEdit.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace memlint {

/// Where each line of a text begins, in bytes. Lines end in LF, CRLF or CR, as Clang counts them.
std::vector<std::size_t> lineStarts(llvm::StringRef Text);

/// `Text` with edits of one file made; all other bytes stay. Lines that an edit adds end as the
/// text's first line does. The error is half a sentence: an edit's `Old` is not what stands there,
/// or two edits overlap.
llvm::Expected<std::string> applyEdits(llvm::StringRef Text, std::span<const TextEdit> Edits);

/// The fixes, by index, that can be made at once: each in turn whose edits share no byte with those
/// taken before it, and insert nothing at their borders.
std::vector<std::size_t> independentFixes(std::span<const Fix *const> Fixes);

/// All edits of some fixes, by file.
std::map<FileId, std::vector<TextEdit>> editsByFile(std::span<const Fix *const> Fixes);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_APPLYEDITS_H
