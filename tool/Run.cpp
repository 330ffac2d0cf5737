#include "tool/Run.h"

#include "checks/AllChecks.h"
#include "checks/Docs.h"
#include "tool/HelpText.h"
#include "tool/Report.h"
#include "tool/Settings.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

namespace memlint {
namespace {

int explain(const std::string &Name, const Environment &World) {
  auto Index = findCheck(Name);
  if (!Index) {
    std::vector<std::string_view> Names;
    for (const Check *C : allChecks())
      Names.push_back(C->Name);
    std::string_view Near = nearest(Name, Names);
    return usageError(
        llvm::createStringError("no check is called '" + Name + "'" +
                                (Near.empty() ? "; 'memlint checks' lists them"
                                              : "; did you mean '" + std::string(Near) + "'?")),
        World);
  }
  World.Out << checkPage(*allChecks()[*Index]);
  return ExitClean;
}

int listChecks(const Environment &World) {
  std::size_t Width = 0;
  for (const Check *C : allChecks())
    Width = std::max(Width, C->Name.size());
  for (const Check *C : allChecks()) {
    llvm::StringRef Level = C->EnabledByDefault ? levelName(C->DefaultSeverity) : "off";
    World.Out << llvm::left_justify(C->Name, Width + 2) << llvm::left_justify(Level, 9) << C->Title
              << "\n";
  }
  return ExitClean;
}

int printed(llvm::Expected<std::string> Text, const Environment &World) {
  if (!Text)
    return usageError(Text.takeError(), World);
  World.Out << *Text;
  return ExitClean;
}

} // namespace

int usageError(llvm::Error E, const Environment &World) {
  std::string All = llvm::toString(std::move(E));
  llvm::SmallVector<llvm::StringRef> Lines;
  llvm::StringRef(All).split(Lines, '\n', -1, /*KeepEmpty=*/false);
  for (llvm::StringRef Line : Lines) // what already names a place speaks for itself
    World.Err << (Line.contains(": error: ") ? "" : "memlint: error: ") << Line << "\n";
  return ExitUsage;
}

int runCommand(const Options &O, const Environment &World) {
  switch (O.Run) {
  case Command::Analyse:
    return analyse(O, World);
  case Command::Facts:
    return writeFacts(O, World);
  case Command::Link:
    return linkFacts(O, World);
  case Command::Layout:
    return showLayouts(O, World);
  case Command::Escapes:
    return showEscapes(O, World);
  case Command::Doctor:
    return doctor(O, World);
  case Command::Explain:
    return explain(O.Inputs.front(), World);
  case Command::Checks:
    return listChecks(World);
  case Command::PrintConfig:
    return printed(printSettings(O.Config, O.Inputs.empty() ? "" : O.Inputs.front(), *World.Disk),
                   World);
  case Command::VerifyConfig:
    return printed(verifySettings(O.Config, O.Inputs, *World.Disk), World);
  case Command::Help:
    World.Out << helpText(O.HelpOn);
    return ExitClean;
  case Command::Version:
    World.Out << "memlint " MEMLINT_VERSION " (LLVM " LLVM_VERSION_STRING ")\n";
    return ExitClean;
  }
  return ExitUsage;
}

} // namespace memlint
