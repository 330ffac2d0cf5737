#include "tool/CodegenTags.h"

#include "analysis/extract/SourceMap.h"
#include "analysis/project/CompileUnits.h"
#include "tool/Progress.h"
#include "tool/TextOutput.h"
#include "tool/UnitRun.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <map>

namespace memlint {
namespace {

constexpr std::string_view Tagged = "escape-stack"; // whose findings are allocations
constexpr std::string_view Property = "codegen", RemovedWord = "removed", SurvivesWord = "survives",
                           UnknownWord = "unknown";

/// What the units that compile a place say of it together.
struct JoinedFate {
  Fate Worst = Fate::Absent;
  std::set<std::string> Levels; // of the units that say so

  void add(Fate F, const std::string &Level) {
    if (F > Worst)
      Levels.clear();
    Worst = std::max(Worst, F);
    if (F == Worst)
      Levels.insert(Level);
  }
  std::string_view word() const {
    return Worst == Fate::Survives  ? SurvivesWord
           : Worst == Fate::Removed ? RemovedWord
                                    : UnknownWord;
  }
};

SourcePlace placeOf(const Finding &F, const Program &P) {
  return {P.path(F.Where.File), F.Where.Line, F.Where.Column};
}

/// For each unit with functions in a finding's file the places of these findings.
std::vector<CompileJob> jobsFor(const std::vector<Finding> &Findings, const Program &P,
                                const CodegenUnits &Units) {
  std::map<std::string, std::set<SourcePlace>> Places;
  for (const Finding &F : Findings)
    if (F.Check == Tagged && F.Where)
      Places[P.path(F.Where.File)].insert(placeOf(F, P));
  std::vector<CompileJob> Jobs;
  for (const auto &[Parsed, Files] : Units.sorted()) {
    CompileJob Job{Parsed, {}};
    for (const auto &[File, Those] : Places)
      if (Files.contains(File))
        Job.Sites.insert(Job.Sites.end(), Those.begin(), Those.end());
    if (!Job.Sites.empty())
      Jobs.push_back(std::move(Job));
  }
  return Jobs;
}

/// Units that were not compiled, by reason; and those that were at a level of memlint's choice.
void tellOutcomes(const std::vector<CompileJob> &Jobs, const std::vector<CompileOutcome> &Outcomes,
                  const CodegenSettings &Settings) {
  std::map<std::string, std::vector<std::string>> Failed;
  for (const auto &[Job, Outcome] : llvm::zip_equal(Jobs, Outcomes))
    if (!Outcome.Failure.empty())
      Failed[Outcome.Failure].push_back(pathBelow(Settings.Root, Job.Compiled->File));
  for (const auto &[Reason, Names] : Failed) {
    const std::size_t More = Names.size() - 1;
    Settings.World.Err << "memlint: warning: --codegen could not compile "
                       << plain(Names.front() +
                                (More == 0 ? "" : " and " + std::to_string(More) + " more") + ": " +
                                Reason)
                       << "\n";
  }
  const auto Assumed = llvm::count_if(Outcomes, [](const auto &O) { return O.LevelAssumed; });
  if (Assumed != 0)
    Settings.World.Err << "memlint: note: --codegen compiled " << Assumed
                       << (Assumed == 1 ? " unit" : " units") << " at " << AssumedLevel
                       << ", since the flags say nothing of optimisation\n";
}

void tag(Finding &F, const JoinedFate &Joined) {
  F.Props.emplace_back(Property, std::string(Joined.word()));
  if (Joined.word() != UnknownWord)
    F.Message += " [" + std::string(Joined.word()) + " at " + llvm::join(Joined.Levels, ", ") + "]";
}

} // namespace

void CodegenUnits::add(const Unit &Parsed, const TuFacts &Facts) {
  Entry E{&Parsed, {}};
  for (const ir::Function &F : Facts.Functions)
    if (F.Where)
      E.Files.insert(Facts.Files[static_cast<std::size_t>(F.Where.File)]);
  Units.push_back(std::move(E));
}

std::vector<CodegenUnits::Entry> CodegenUnits::sorted() const {
  std::vector<Entry> Result = Units;
  std::ranges::sort(Result, {}, [](const Entry &E) -> const Unit & { return *E.Parsed; });
  return Result;
}

llvm::Error tagFates(std::vector<Finding> &Findings, const Program &P, const CodegenUnits &Units,
                     const CodegenSettings &Settings) {
  const Environment &World = Settings.World;
  const std::vector<CompileJob> Jobs = jobsFor(Findings, P, Units);
  Progress Line(World.Err, Jobs.size(), !Settings.O.Quiet && World.Err.is_displayed());
  auto Outcomes = compileUnits(Jobs, Settings.Root, workerOptions(Settings.O),
                               [&](const Unit &U) { Line.step(pathBelow(Settings.Root, U.File)); });
  Line.clear();
  if (!Outcomes)
    return Outcomes.takeError();
  tellOutcomes(Jobs, *Outcomes, Settings);
  std::map<SourcePlace, JoinedFate> Fates;
  for (const auto &[Job, Outcome] : llvm::zip_equal(Jobs, *Outcomes))
    if (Outcome.Failure.empty())
      for (const auto &[Site, F] : llvm::zip_equal(Job.Sites, Outcome.Sites.Fates))
        Fates[Site].add(F, Outcome.Sites.Level);
  for (Finding &F : Findings)
    if (F.Check == Tagged)
      tag(F, Fates[placeOf(F, P)]);
  std::ranges::stable_partition(
      Findings, [](const Finding &F) { return survivesOptimiser(F).value_or(false); });
  return llvm::Error::success();
}

std::optional<bool> survivesOptimiser(const Finding &F) {
  for (const auto &[Name, Value] : F.Props)
    if (const auto *Word = std::get_if<std::string>(&Value); Word && Name == Property)
      if (*Word != UnknownWord)
        return *Word == SurvivesWord;
  return std::nullopt;
}

} // namespace memlint
