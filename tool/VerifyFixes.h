// The judge of fixes: makes them in memory, parses every unit that sees a changed file once more,
// and lets pass what keeps its promise and does no harm.
#ifndef MEMLINT_TOOL_VERIFYFIXES_H
#define MEMLINT_TOOL_VERIFYFIXES_H

#include "analysis/link/Program.h"
#include "analysis/model/TextEdit.h"
#include "analysis/project/RecheckUnits.h"
#include "tool/FixUnits.h"
#include "tool/SourceTexts.h"

#include "llvm/Support/Error.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace memlint {

/// How units are parsed again: what is read from them, by how many workers, and who is told of
/// each.
struct RecheckSettings {
  ExtractOptions Extract;
  WorkerOptions Workers;
  std::function<void(const Unit &)> Step;
};

/// Why a unit is worse with some fixes than without, or lacks what they promise: half a sentence,
/// empty where all is well. Worse is a bigger record, or a diagnostic more.
std::string whyWorse(const RecheckOutcome &Before, const RecheckOutcome &After,
                     std::span<const Fix *const> Fixes);

/// Holds what it has learnt of the units from one round of fixes to the next. Refers to values that
/// outlive it.
class FixVerifier {
public:
  FixVerifier(FixUnits &Units, SourceTexts &Texts, RecheckSettings Settings)
      : Units(Units), Texts(Texts), Settings(std::move(Settings)) {}

  /// Fixes of which no two touch, and which fit the texts. Makes as many of them as pass: the texts
  /// and the units are then as after them. The result has for each fix why it was left, or nothing.
  /// An error means that no worker could be started.
  llvm::Expected<std::vector<std::string>> make(std::span<const Fix *const> Fixes,
                                                const Program &P);

private:
  using Indices = std::vector<std::size_t>; // of fixes
  /// Some fixes, tried on one unit.
  struct Trial {
    FixUnit *On = nullptr;
    Indices Of;
    std::string Reason; // why the unit is worse; empty: it is not
    RecheckOutcome After;
  };

  Indices seenBy(const FixUnit &U, const Indices &Of) const;
  EditedTexts textsWith(const Indices &Of, const Program &P);
  llvm::Error learnBefore(const std::vector<Trial> &Trials);
  llvm::Error run(std::vector<Trial> &Trials, const Program &P);
  llvm::Error findGuilty(std::vector<Trial> Failed, const Program &P);
  void accept(std::vector<Trial> Trials, const Indices &Of, const Program &P);

  FixUnits &Units;
  SourceTexts &Texts;
  RecheckSettings Settings;
  std::map<const Unit *, RecheckOutcome> Before; // units over the texts as they are

  // Of the fixes at hand:
  std::span<const Fix *const> Fixes;
  std::vector<std::set<std::string>> FilesOf; // that each edits
  std::vector<std::string> Reasons;
};

} // namespace memlint

#endif // MEMLINT_TOOL_VERIFYFIXES_H
