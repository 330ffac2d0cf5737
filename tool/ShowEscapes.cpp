#include "analysis/link/Program.h"
#include "analysis/project/ReadModels.h"
#include "analysis/solve/Solution.h"
#include "checks/AllChecks.h"
#include "checks/EscapeSubjects.h"
#include "tool/EscapeJson.h"
#include "tool/EscapeText.h"
#include "tool/Run.h"
#include "tool/Settings.h"
#include "tool/TextOutput.h"
#include "tool/UnitRun.h"
#include "tool/UnmatchedModels.h"

#include "llvm/ADT/StringExtras.h"

namespace memlint {
namespace {

using llvm::StringRef;

/// Whether a name on the command line means a function: its qualified name or the end of one; a
/// leading `::` asks for the whole.
bool means(StringRef Asked, StringRef Name) {
  if (Asked.consume_front("::") || Asked == Name)
    return Asked == Name;
  return Name.ends_with(("::" + Asked).str());
}

/// An error is one line: nothing has the name.
llvm::Error checkNames(const std::vector<std::string> &Asked, const Program &P) {
  for (const std::string &Name : Asked) {
    if (llvm::any_of(P.Functions,
                     [&](const ir::Function &F) { return means(Name, F.Symbols[0].Name); }))
      continue;
    std::vector<std::string_view> Known;
    Known.reserve(P.Functions.size());
    for (const ir::Function &F : P.Functions)
      Known.push_back(F.Symbols[0].Name);
    std::string_view Near = nearest(Name, Known);
    return llvm::createStringError(
        "no function of the units read is called '" + Name + "'" +
        (Near.empty() ? "" : "; did you mean '" + std::string(Near) + "'?"));
  }
  return llvm::Error::success();
}

bool isAsked(const std::vector<std::string> &Asked, const ir::Function &F) {
  return Asked.empty() || llvm::any_of(Asked, [&](const std::string &Name) {
           return means(Name, F.Symbols[0].Name);
         });
}

std::vector<ShownEscape> escapesIn(Solution Solved, const std::vector<std::string> &Asked) {
  std::vector<const Verdict *> All;
  for (const Verdict &V : Solved.escapes())
    if (!V.Variable && isAsked(Asked, functionOf(Solved, V)))
      All.push_back(&V);
  std::vector<ShownEscape> Result;
  for (const Verdict *V : saidOnce(Solved, std::move(All)))
    Result.push_back({&functionOf(Solved, *V), *V});
  return Result;
}

std::string placeText(const Program &P, const Span &S, const TextStyle &Style) {
  if (!S)
    return "";
  return plain(shownPath(P.path(S.File), Style)) + ":" + std::to_string(S.Line) + ":" +
         std::to_string(S.Column);
}

} // namespace

int showEscapes(const Options &O, const Environment &World) {
  auto Project = loadProject(O, World);
  if (!Project)
    return usageError(Project.takeError(), World);
  Project->Lower = true;
  Linker Join;
  RunSummary Summary;
  auto Take = [&](const Unit &, TuFacts Facts, std::string) { Join.add(Facts); };
  if (llvm::Error E = runUnits(*Project, O, World, Summary, Take))
    return usageError(std::move(E), World);
  Program P = std::move(Join).finish(O.WholeProgram);
  Summary.WithErrors = unitsWithErrors(P);
  if (llvm::Error E = checkNames(O.Functions, P))
    return usageError(std::move(E), World);
  auto Settings = resolveSettings(O.Config, P.Files, Project->Root, *World.Disk);
  if (!Settings)
    return usageError(Settings.takeError(), World);
  Models Known;
  if (llvm::Error E = loadModels(Known, Settings->Models, Settings->Cppcheck))
    return usageError(std::move(E), World);
  for (const std::string &Line : unmatchedModels(P, Settings->Models))
    World.Err << "memlint: warning: " << plain(Line) << "\n";
  std::vector<ShownEscape> All =
      escapesIn({P, Known, {.WholeProgram = O.WholeProgram}}, O.Functions);
  TextStyle Style{false, World.WorkingDirectory, Project->Root};
  World.Out << (O.Json ? escapesToJson(P, All, Summary)
                       : drawEscapes(All, [&](const Span &S) { return placeText(P, S, Style); }));
  World.Out.flush();
  if (!O.Quiet)
    World.Err << (All.empty() ? "no allocations; " : "") << summaryLine(Summary) << "\n";
  return Summary.Failures.empty() ? ExitClean : ExitFailedUnits;
}

} // namespace memlint
