// The line on a terminal that says how far a run is; nothing anywhere else.
#ifndef MEMLINT_TOOL_PROGRESS_H
#define MEMLINT_TOOL_PROGRESS_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <cstddef>

namespace memlint {

/// Redraws one line for each step, and takes it away when it is destroyed or clear() is called.
class Progress {
public:
  /// A `Total` of 0 is not known, and not shown.
  Progress(llvm::raw_ostream &Terminal, std::size_t Total, bool Shown);
  ~Progress() { clear(); }

  void step(llvm::StringRef What);
  void clear();

private:
  llvm::raw_ostream &Terminal;
  std::size_t Total, Done = 0;
  bool Shown, OnScreen = false;
};

} // namespace memlint

#endif // MEMLINT_TOOL_PROGRESS_H
