#include "tool/Progress.h"

#include "llvm/Support/Process.h"

namespace memlint {

Progress::Progress(llvm::raw_ostream &Terminal, std::size_t Total, bool Shown)
    : Terminal(Terminal), Total(Total), Shown(Shown) {}

void Progress::step(llvm::StringRef What) {
  ++Done;
  if (!Shown)
    return;
  std::string Line =
      "[" + std::to_string(Done) + (Total == 0 ? "" : "/" + std::to_string(Total)) + "] ";
  unsigned Columns = std::max(llvm::sys::Process::StandardErrColumns(), 40u);
  Line += What.take_back(Columns - 1 - std::min<std::size_t>(Line.size(), Columns - 1));
  Terminal << "\r\x1b[K" << Line;
  Terminal.flush();
  OnScreen = true;
}

void Progress::clear() {
  if (OnScreen)
    Terminal << "\r\x1b[K";
  OnScreen = false;
}

} // namespace memlint
