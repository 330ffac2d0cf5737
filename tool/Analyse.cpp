#include "analysis/encode/Encode.h"
#include "analysis/extract/SourceMap.h"
#include "analysis/link/Program.h"
#include "analysis/project/ExtractUnits.h"
#include "analysis/project/FilePacking.h"
#include "analysis/project/ReadModels.h"
#include "checks/AllChecks.h"
#include "checks/LayoutWeight.h"
#include "checks/RunChecks.h"
#include "tool/AskedTargets.h"
#include "tool/CodegenTags.h"
#include "tool/CountsFile.h"
#include "tool/FixProject.h"
#include "tool/JsonOutput.h"
#include "tool/LoadProject.h"
#include "tool/OutputFile.h"
#include "tool/Progress.h"
#include "tool/Run.h"
#include "tool/SarifOutput.h"
#include "tool/Settings.h"
#include "tool/SourceLines.h"
#include "tool/TextOutput.h"
#include "tool/UnitRun.h"
#include "tool/UnmatchedModels.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Process.h"

#include <algorithm>
#include <optional>
#include <set>

namespace memlint {
namespace {

/// Everything behind the link: what `memlint` and `memlint link` have in common.
class Reporter {
public:
  Reporter(const Options &O, const Environment &World, std::string Root)
      : O(O), World(World), Root(std::move(Root)) {}

  /// Settings for the files of a program; an error is one of usage.
  llvm::Error resolve(const std::vector<std::string> &Files) {
    auto Resolved = resolveSettings(O.Config, Files, Root, *World.Disk);
    if (!Resolved)
      return Resolved.takeError();
    Run = std::move(*Resolved);
    if (!O.CountsFile.empty() && !Counts) { // once: it may be a pipe
      auto Read = readCounts(*World.Disk, O.CountsFile);
      if (!Read)
        return Read.takeError();
      Counts = std::move(*Read);
    }
    if (Counts)
      Run.Checks.LiveObjects = *Counts;
    if (O.WarnUnusedSuppressions) // the check that reports them is off by default
      for (Settings &S : Run.Checks.Groups)
        applyCheckGlobs(S, "suppression-unused");
    return llvm::Error::success();
  }

  llvm::Expected<CheckResults> check(const Program &P) {
    if (llvm::Error E = resolve(P.Files))
      return E;
    Models Library;
    if (readsBodies())
      if (llvm::Error E = loadModels(Library, Run.Models, Run.Cppcheck))
        return E;
    Solution Solved(P, Library, {.WholeProgram = O.WholeProgram});
    return runChecks(Solved, Run.Checks);
  }

  /// Makes the fixes, or prints them, and reports what the sources then hold. Returns an ExitCode.
  int fix(Program P, FixUnits &Units, const RunSummary &Summary) {
    auto Check = [&](const Program &Joined) { return check(Joined); };
    const ExtractOptions Extract{Root, {}, readsBodies()};
    auto Now = fixProject(std::move(P), Units, {O, World, Extract, Check, wantsColour(Sink())});
    return Now ? report(*Now, Summary) : usageError(Now.takeError(), World);
  }

  /// Of the root's settings; to be called after resolve().
  std::vector<std::string> targets() const {
    return askedTargets(Run.Checks.Groups.front(), World.Err);
  }

  /// Of the files that were resolved last.
  bool readsBodies() const { return memlint::readsBodies(Run.Checks); }

  /// A unit that report() may have to compile.
  void mayCompile(const Unit &U, const TuFacts &Facts) {
    if (O.Codegen)
      Compilable.add(U, Facts);
  }

  /// Checks, sinks, closing lines. Returns an ExitCode.
  int report(const Program &P, const RunSummary &Summary) {
    auto Checked = check(P);
    if (!Checked)
      return usageError(Checked.takeError(), World);
    CheckResults Results = std::move(*Checked);
    if (O.Codegen)
      if (llvm::Error E = tagFates(Results.Findings, P, Compilable, {O, World, Root}))
        return usageError(std::move(E), World);
    SourceLines Sources(World.Disk, Root);
    Report Whole{P, Results, Run.Checks, Summary, Sources};
    for (const Sink &S : O.Sinks)
      if (llvm::Error E = write(S, Whole))
        return usageError(std::move(E), World);
    World.Out.flush();
    for (const std::string &Line : unmatchedModels(P, Run.Models))
      World.Err << Line << "\n";
    if (O.Stats)
      printStatistics(P, Results);
    if (!O.Quiet)
      World.Err << countsLine(Results.Findings) << "; " << summaryLine(Summary) << "\n";
    if (!Summary.Failures.empty())
      return ExitFailedUnits;
    return failsOn(Results.Findings) ? ExitFindings : ExitClean;
  }

private:
  llvm::Error write(const Sink &S, const Report &Whole) {
    std::string Content = render(S, Whole);
    if (!S.File.empty())
      return writeOutput(S.File, Content);
    World.Out << Content;
    return llvm::Error::success();
  }

  std::string render(const Sink &S, const Report &Whole) {
    switch (S.Format) {
    case OutputFormat::Sarif:
      return renderSarif(Whole, {MEMLINT_VERSION, O.SarifCategory});
    case OutputFormat::Json:
      return renderJson(Whole);
    case OutputFormat::Text:
      return renderText(Whole, {wantsColour(S), World.WorkingDirectory, Root});
    }
    return {};
  }

  bool wantsColour(const Sink &S) const {
    if (O.Color != ColorMode::Auto)
      return O.Color == ColorMode::Always;
    return S.File.empty() && !World.NoColor && World.Out.is_displayed();
  }

  bool failsOn(const std::vector<Finding> &Findings) const {
    return std::any_of(Findings.begin(), Findings.end(), [&](const Finding &F) {
      return Run.Threshold != FailOn::Never &&
             static_cast<int>(F.Level) >= static_cast<int>(Run.Threshold);
    });
  }

  void printStatistics(const Program &P, const CheckResults &Results) {
    World.Err << P.Files.size() << " files, " << P.Records.size() << " records, "
              << Results.Suppressed << " findings suppressed in the source\n";
    for (const auto &[Reason, Count] : Results.Silences)
      World.Err << "silent " << Count << " times, " << Reason << "\n";
    if (const auto &Bodies = Results.Solved)
      World.Err << Bodies->Functions << " bodies of functions and initializers of globals; "
                << Bodies->TooBig << " too big to follow to the end, " << Bodies->Unsettled
                << " that call each other did not settle: what they may do is assumed\n";
    std::vector<std::string> Ranking = weightRanking(P, Run.Checks, MostRanked);
    if (!Ranking.empty())
      World.Err << "bytes that other orders of fields would save; an unknown number counts as 1:\n";
    for (const std::string &Line : Ranking)
      World.Err << plain(Line) << "\n";
    if (!O.CountsFile.empty())
      World.Err << namesIn(P) << " of " << Run.Checks.LiveObjects.size() << " types of '"
                << O.CountsFile << "' are records of the program\n";
  }

  /// Types of --counts that the program has: a misspelt one would go unnoticed.
  std::size_t namesIn(const Program &P) const {
    std::set<std::string_view> Names;
    for (const RecordFact &R : P.Records)
      if (Run.Checks.LiveObjects.contains(R.Name))
        Names.insert(R.Name);
    return Names.size();
  }

  static constexpr std::size_t MostRanked = 20;

  const Options &O;
  const Environment &World;
  std::string Root;
  RunSettings Run;
  CodegenUnits Compilable;
  std::optional<std::map<std::string, std::uint64_t, std::less<>>> Counts; // of --counts
};

/// Counts the units that Clang found errors in, and names the first few of them.
void tellOfErrors(const Program &P, RunSummary &Summary, const Environment &World) {
  constexpr unsigned Shown = 10;
  Summary.WithErrors = unitsWithErrors(P);
  unsigned Named = 0;
  for (const UnitFact &U : P.Units)
    if (U.Errors != 0 && Named++ < Shown)
      World.Err << "memlint: warning: "
                << plain(U.File + " has " + std::to_string(U.Errors) +
                         (U.Errors == 1 ? " compile error: " : " compile errors, first: ") +
                         U.FirstError)
                << "\n";
  if (Named > Shown)
    World.Err << "memlint: warning: " << Named - Shown << " more units have compile errors\n";
}

std::vector<std::string> mainFiles(const LoadedProject &Project) {
  std::vector<std::string> Files;
  Files.reserve(Project.Units.size());
  for (const Unit &U : Project.Units)
    Files.push_back(pathBelow(Project.Root, U.File));
  return Files;
}

} // namespace

int analyse(const Options &O, const Environment &World) {
  auto Project = loadProject(O, World);
  if (!Project)
    return usageError(Project.takeError(), World);
  Reporter Reports(O, World, Project->Root);
  if (llvm::Error E = Reports.resolve(mainFiles(*Project))) // before the long part
    return usageError(std::move(E), World);
  Project->Targets = Reports.targets();
  Project->Lower = Reports.readsBodies();
  Linker Join;
  RunSummary Summary;
  FixUnits Fixing{{}, {}, Project->Partial, O.WholeProgram};
  auto Take = [&](const Unit &U, TuFacts Facts, std::string Bytes) {
    Join.add(Facts);
    Reports.mayCompile(U, Facts);
    if (O.Fixing != FixMode::None)
      Fixing.add(U, Facts, std::move(Bytes));
  };
  if (llvm::Error E = runUnits(*Project, O, World, Summary, Take))
    return usageError(std::move(E), World);
  Program P = std::move(Join).finish(O.WholeProgram);
  tellOfErrors(P, Summary, World);
  if (O.Fixing == FixMode::None)
    return Reports.report(P, Summary);
  Fixing.finish(Summary.Failures);
  return Reports.fix(std::move(P), Fixing, Summary);
}

int linkFacts(const Options &O, const Environment &World) {
  Linker Join;
  RunSummary Summary;
  for (const std::string &File : O.Inputs) {
    auto Buffer = World.Disk->getBufferForFile(File);
    if (!Buffer)
      return usageError(
          llvm::createStringError("'" + File + "' cannot be read: " + Buffer.getError().message()),
          World);
    auto Decoded = decodeFacts(std::string_view((*Buffer)->getBuffer()), filePacking());
    if (auto *Error = std::get_if<DecodeError>(&Decoded))
      return usageError(llvm::createStringError("'" + File + "' " + Error->Reason), World);
    auto &Facts = std::get<TuFacts>(Decoded);
    Join.add(Facts);
  }
  Program P = std::move(Join).finish(O.WholeProgram);
  Summary.Units = Summary.Analysed = static_cast<unsigned>(P.Units.size());
  tellOfErrors(P, Summary, World);
  llvm::SmallString<128> Root(O.Root.empty() ? World.WorkingDirectory : O.Root);
  if (World.Disk->getRealPath(Root, Root))
    return usageError(llvm::createStringError("--root: '" + O.Root + "' is no directory"), World);
  return Reporter(O, World, std::string(Root)).report(P, Summary);
}

} // namespace memlint
