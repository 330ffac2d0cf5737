// Source files replaced by what fixes made of them: all or none. The only place that writes to the
// user's sources.
#ifndef MEMLINT_TOOL_REPLACEFILES_H
#define MEMLINT_TOOL_REPLACEFILES_H

#include "tool/SourceTexts.h"

#include "llvm/Support/Error.h"

#include <map>
#include <string>

namespace memlint {

/// By absolute path. Every new text is written beside its file before the first file is replaced,
/// and a reader of a file sees the old text or the new. Where a file no longer holds its `Old`, or
/// something cannot be written, no file is changed: those already replaced get their text back. The
/// error is one line that names the file. Modes are kept, links followed.
llvm::Error replaceFiles(const std::map<std::string, ChangedText> &Files);

} // namespace memlint

#endif // MEMLINT_TOOL_REPLACEFILES_H
