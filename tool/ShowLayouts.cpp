#include "analysis/link/Program.h"
#include "tool/FindRecords.h"
#include "tool/LayoutDrawing.h"
#include "tool/LayoutJson.h"
#include "tool/RecordRows.h"
#include "tool/Run.h"
#include "tool/TextOutput.h"
#include "tool/UnitRun.h"

#include <algorithm>
#include <tuple>

namespace memlint {
namespace {

using Records = std::vector<const RecordFact *>;

/// Those that waste the most first.
void sortByWaste(Records &All) {
  std::vector<std::pair<std::uint64_t, const RecordFact *>> Weighed;
  Weighed.reserve(All.size());
  for (const RecordFact *R : All)
    Weighed.emplace_back(wastedBytes(recordRows(*R)), R);
  std::stable_sort(Weighed.begin(), Weighed.end(), [](const auto &A, const auto &B) {
    return std::tie(B.first, A.second->Name) < std::tie(A.first, B.second->Name);
  });
  std::transform(Weighed.begin(), Weighed.end(), All.begin(),
                 [](const auto &W) { return W.second; });
}

/// What sets a record apart from those of its name that are shown before it.
std::string otherLayout(const Records &Shown, std::size_t Index) {
  if (Index == 0)
    return "";
  bool SamePlace = std::any_of(Shown.begin(), Shown.begin() + Index, [&](const RecordFact *R) {
    return R->Where == Shown[Index]->Where;
  });
  return SamePlace ? "as units with other flags lay it out" : "another record of that name";
}

class LayoutPrinter {
public:
  LayoutPrinter(const Program &P, const Options &O, const Environment &World, std::string Root)
      : P(P), O(O), World(World), Style{false, World.WorkingDirectory, std::move(Root)} {}

  void print(const Records &All, const RunSummary &Summary) const {
    if (O.Json)
      World.Out << layoutsToJson(P, All, Summary);
    else if (O.AllRecords)
      World.Out << drawList(shown(All));
    else
      for (const ShownRecord &R : shown(All))
        World.Out << (R.OtherLayout.empty() ? "" : "\n") << drawLayout(R);
  }

private:
  std::vector<ShownRecord> shown(const Records &All) const {
    std::vector<ShownRecord> Result;
    Result.reserve(All.size());
    for (std::size_t I = 0; I < All.size(); ++I) {
      const Span &Where = All[I]->Where;
      Result.push_back({All[I],
                        plain(shownPath(P.path(Where.File), Style)) + ":" +
                            std::to_string(Where.Line) + ":" + std::to_string(Where.Column),
                        O.AllRecords ? "" : otherLayout(All, I)});
    }
    return Result;
  }

  const Program &P;
  const Options &O;
  const Environment &World;
  TextStyle Style;
};

} // namespace

int showLayouts(const Options &O, const Environment &World) {
  auto Project = loadProject(O, World);
  if (!Project)
    return usageError(Project.takeError(), World);
  Linker Join;
  RunSummary Summary;
  auto Take = [&](const Unit &, TuFacts Facts, std::string) { Join.add(Facts); };
  if (llvm::Error E = runUnits(*Project, O, World, Summary, Take))
    return usageError(std::move(E), World);
  Program P = std::move(Join).finish();
  Summary.WithErrors = unitsWithErrors(P);
  Records Wanted = distinctLayouts(P);
  if (O.AllRecords) {
    sortByWaste(Wanted);
  } else {
    auto Found = findRecords(Wanted, O.RecordName);
    if (!Found)
      return usageError(Found.takeError(), World);
    Wanted = std::move(*Found);
  }
  LayoutPrinter(P, O, World, Project->Root).print(Wanted, Summary);
  World.Out.flush();
  if (!O.Quiet)
    World.Err << summaryLine(Summary) << "\n";
  return Summary.Failures.empty() ? ExitClean : ExitFailedUnits;
}

} // namespace memlint
