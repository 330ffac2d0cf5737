// The file of --counts: live objects by type, as somebody measured them with a heap profiler or
// counted them. Read before the analysis, and handed to the checks as plain numbers.
//
//   # one line for each type; figures of several lines add up
//   250000 ns::Node
//   1200   struct reading        # a keyword before the name is passed over
#ifndef MEMLINT_TOOL_COUNTSFILE_H
#define MEMLINT_TOOL_COUNTSFILE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace memlint {

/// As Config::LiveObjects. An error names every line that cannot be read, as `FILE:LINE: error: …`,
/// or says why the file cannot.
llvm::Expected<std::map<std::string, std::uint64_t, std::less<>>>
readCounts(llvm::vfs::FileSystem &Disk, llvm::StringRef File);

} // namespace memlint

#endif // MEMLINT_TOOL_COUNTSFILE_H
