// Parses one unit and hands its AST to extract: Clang's driver and front end behind one call, with
// a file system of the caller's and without touching the process.
#ifndef MEMLINT_ANALYSIS_EXTRACT_FRONTEND_H
#define MEMLINT_ANALYSIS_EXTRACT_FRONTEND_H

#include "analysis/extract/Extract.h"

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace memlint {

/// `Arguments` is a full command line for Clang's driver that ends in one -fsyntax-only job;
/// relative paths in it are relative to the current directory of `Files`. Bodies of functions in
/// system headers are skipped. A unit with compile errors is read as far as it goes, and says so in
/// its facts; an error means that there was nothing to read: the file is gone, or Clang could not
/// start on it.
///
/// Where `Diagnostics` is given, the warnings that show a change of meaning are switched on
/// whatever the flags say, and each warning and error outside the system headers is added to it: a
/// line with its file, text and flag, and no line numbers, so that it stays the same where lines
/// move.
llvm::Expected<TuFacts> parseAndExtract(const std::vector<std::string> &Arguments,
                                        llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files,
                                        const ExtractOptions &Options, KnownDefinitions &Known,
                                        std::vector<std::string> *Diagnostics = nullptr);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_FRONTEND_H
