#include "analysis/encode/Encode.h"
#include "analysis/extract/SourceMap.h"
#include "analysis/ir/Text.h"
#include "analysis/link/Program.h"
#include "analysis/model/Hash.h"
#include "analysis/project/FilePacking.h"
#include "tool/AskedTargets.h"
#include "tool/OutputFile.h"
#include "tool/Run.h"
#include "tool/Settings.h"
#include "tool/TextOutput.h"
#include "tool/UnitRun.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <map>
#include <set>

namespace memlint {
namespace {

/// A name for each unit's fact file that is the same in every run and no other unit's: the file's
/// own name, for people, and a hash of its whole path, with a number where a file is compiled in
/// several ways.
std::string factFileName(const std::string &Unit, unsigned Nth) {
  return llvm::sys::path::filename(Unit).str() + "-" + llvm::utohexstr(stableHash(Unit)) +
         (Nth == 0 ? "" : "-" + std::to_string(Nth)) + ".mlf";
}

/// Where facts go: all into one file, or into a directory with a file for each unit. What many
/// units say alike, as those of one header do, stands once in a file.
class FactFiles {
public:
  FactFiles(const std::string &Path, const LoadedProject &Project)
      : Path(Path), IsOneFile(!llvm::sys::fs::is_directory(Path) &&
                              (Project.Units.size() == 1 || Path.ends_with(".mlf"))) {
    std::map<std::string, unsigned> Seen;
    Names.reserve(Project.Units.size());
    for (const Unit &U : Project.Units) {
      std::string Name = pathBelow(Project.Root, U.File);
      Names.push_back(factFileName(Name, Seen[Name]++));
    }
    First = Project.Units.data();
  }

  void add(const Unit &U, const TuFacts &Facts) {
    if (IsOneFile)
      Join.add(Facts);
    else
      Unwritten = llvm::joinErrors(std::move(Unwritten), write(U, Facts));
  }

  /// To be called once, after the last unit. No file is made of no unit.
  llvm::Error finish() {
    if (TuFacts All = std::move(Join).join(); !All.Units.empty())
      return llvm::joinErrors(std::move(Unwritten),
                              writeOutput(Path, encodeFacts(All, filePacking())));
    return std::move(Unwritten);
  }

private:
  llvm::Error write(const Unit &U, const TuFacts &Facts) const {
    if (auto Error = llvm::sys::fs::create_directories(Path))
      return llvm::createStringError("cannot write to '" + Path + "': " + Error.message());
    llvm::SmallString<128> File(Path);
    llvm::sys::path::append(File, Names[&U - First]);
    return writeOutput(File, encodeFacts(Facts, filePacking()));
  }

  std::string Path;
  bool IsOneFile;
  Linker Join;                    // for the one file
  std::vector<std::string> Names; // of the files in the directory, in the order of the units
  const Unit *First;
  llvm::Error Unwritten = llvm::Error::success();
};

/// The text form of all functions, with comments that name the unit and the files.
std::string functionsToText(const TuFacts &Facts) {
  std::string Text = "# " + Facts.Units.front().File + "\n";
  std::set<FileId> Named;
  for (const ir::Function &F : Facts.Functions) {
    if (Named.insert(F.Where.File).second) {
      const auto File = static_cast<std::size_t>(F.Where.File);
      Text += "# file " + std::to_string(File) + " is " + Facts.Files[File] + "\n";
    }
    Text += ir::print(F);
  }
  return Text;
}

} // namespace

int writeFacts(const Options &O, const Environment &World) {
  auto Project = loadProject(O, World);
  if (!Project)
    return usageError(Project.takeError(), World);
  auto Settings = resolveSettings(O.Config, {}, Project->Root, *World.Disk);
  if (!Settings)
    return usageError(Settings.takeError(), World);
  Project->Targets = askedTargets(Settings->Checks.Groups.front(), World.Err);
  Project->Lower = true;
  RunSummary Summary;
  FactFiles Files(O.FactsPath, *Project);
  std::map<const Unit *, std::string> Views; // in the order of the units
  auto Take = [&](const Unit &U, TuFacts Facts, const std::string &) {
    Summary.WithErrors += unitsWithErrors(Facts);
    if (O.FactsPath.empty())
      Views[&U] = O.Ir ? functionsToText(Facts) : factsToJson(Facts);
    else
      Files.add(U, Facts);
  };
  llvm::Error Problem = runUnits(*Project, O, World, Summary, Take);
  if (llvm::Error E = llvm::joinErrors(std::move(Problem), Files.finish()))
    return usageError(std::move(E), World);
  for (const auto &[U, View] : Views)
    World.Out << View;
  if (!O.Quiet)
    World.Err << summaryLine(Summary) << "\n";
  return Summary.Failures.empty() ? ExitClean : ExitFailedUnits;
}

} // namespace memlint
