#include "tool/FixProject.h"

#include "analysis/extract/SourceMap.h"
#include "tool/Progress.h"
#include "tool/ReplaceFiles.h"
#include "tool/TextOutput.h"
#include "tool/UnifiedDiff.h"
#include "tool/UnitRun.h"

namespace memlint {
namespace {

llvm::Error write(const SourceTexts &Texts) {
  std::map<std::string, ChangedText> Files;
  for (auto &[Path, Changed] : Texts.changes())
    Files.emplace(Texts.absolute(Path), Changed);
  return replaceFiles(Files);
}

void printDiff(const SourceTexts &Texts, const FixSettings &Settings) {
  for (const auto &[Path, Changed] : Texts.changes())
    Settings.World.Out << unifiedDiff(Path, Changed.Old, Changed.New, Settings.Colour);
  Settings.World.Out.flush();
}

} // namespace

llvm::Expected<Program> fixProject(Program P, FixUnits &Units, const FixSettings &Settings) {
  const Environment &World = Settings.World;
  bool Writes = Settings.O.Fixing == FixMode::Write;
  auto Results = Settings.Check(P);
  if (!Results)
    return Results.takeError();
  CheckedProgram First{std::move(P), std::move(*Results)};
  SourceTexts Texts(World.Disk, Settings.Extract.Root);
  Progress Line(World.Err, 0, !Settings.O.Quiet && World.Err.is_displayed());
  auto Step = [&](const Unit &U) { Line.step(pathBelow(Settings.Extract.Root, U.File)); };
  auto Outcome = fixInRounds(First, Units, Texts,
                             {Settings.Extract, workerOptions(Settings.O), Step}, Settings.Check);
  Line.clear();
  if (!Outcome)
    return Outcome.takeError();
  if (!Writes)
    printDiff(Texts, Settings);
  else if (llvm::Error E = write(Texts))
    return E;
  for (const std::string &Left : leftLines(Writes ? Outcome->After : First, *Outcome))
    World.Err << "memlint: note: " << plain(Left) << "\n";
  if (!Settings.O.Quiet)
    World.Err << fixSummary(Writes ? "fixed" : "would fix", *Outcome, Texts.changes().size())
              << "\n";
  return std::move(Writes ? Outcome->After.P : First.P);
}

} // namespace memlint
