#include "analysis/extract/ErrorCounter.h"

#include "analysis/extract/SourceMap.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Regex.h"

#include <algorithm>

namespace memlint {

using namespace clang;

/// `:12:3` of a type without a name, as in "(unnamed struct at a.h:12:3)", taken away.
static std::string withoutLines(llvm::StringRef Text) {
  std::string Result = Text.str();
  llvm::Regex Numbers(":[0-9]+:[0-9]+");
  while (Numbers.match(Result))
    Result = Numbers.sub("", Result);
  std::replace(Result.begin(), Result.end(), '\n', ' ');
  return Result;
}

void ErrorCounter::HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  DiagnosticConsumer::HandleDiagnostic(Level, Info);
  if (Diagnostics && Level >= DiagnosticsEngine::Warning)
    Diagnostics->push_back(line(Level, Info));
  if (Level < DiagnosticsEngine::Error || !FirstError.empty())
    return;
  llvm::SmallString<128> Text;
  Info.FormatDiagnostic(Text);
  if (Info.hasSourceManager() && Info.getLocation().isValid()) {
    auto Place = Info.getSourceManager().getPresumedLoc(Info.getLocation());
    if (Place.isValid())
      FirstError = pathBelow(Root, Place.getFilename()) + ":" + std::to_string(Place.getLine()) +
                   ":" + std::to_string(Place.getColumn()) + ": ";
  }
  FirstError += Text.str();
}

std::string ErrorCounter::line(DiagnosticsEngine::Level Level, const Diagnostic &Info) const {
  llvm::SmallString<128> Text;
  Info.FormatDiagnostic(Text);
  std::string Line;
  if (Info.hasSourceManager() && Info.getLocation().isValid())
    if (auto Place = Info.getSourceManager().getPresumedLoc(Info.getLocation()); Place.isValid())
      Line = pathBelow(Root, Place.getFilename()) + ": ";
  Line += Level == DiagnosticsEngine::Warning ? "warning: " : "error: ";
  Line += withoutLines(Text);
  llvm::StringRef Flag = Info.getDiags()->getDiagnosticIDs()->getWarningOptionForDiag(Info.getID());
  return Flag.empty() ? Line : Line + " [-W" + Flag.str() + "]";
}

} // namespace memlint
