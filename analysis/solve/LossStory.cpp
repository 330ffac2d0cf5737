#include "analysis/solve/LossStory.h"

#include "analysis/solve/BlockReach.h"
#include "analysis/solve/FlowWalk.h"

#include <algorithm>

namespace memlint {
namespace {

constexpr std::size_t MaxBorrows = 3;

std::optional<Branch> decider(const ir::Function &F, OpPlace Made, OpPlace Lost,
                              const std::vector<OpPlace> &Releases, const std::set<Branch> &Ways) {
  const std::vector<bool> After = blocksOn(F, Ways, Made.Block);
  for (const Branch B : Ways) {
    if (!After[B.Block] || F.Blocks[B.Block].Edges.size() < 2 ||
        !hasAny(blocksOn(F, Ways, B.Block), Releases))
      continue;
    const std::vector<bool> Then = blocksOn(F, Ways, F.Blocks[B.Block].Edges[B.Edge].Target);
    if (Then[Lost.Block] && !hasAny(Then, Releases))
      return B;
  }
  return std::nullopt;
}

} // namespace

OpPlace wayOut(const ir::Function &F, const FlowWalk &Walk, OpPlace Made,
               const std::vector<OpPlace> &Releases) {
  std::vector<bool> Seen(F.Blocks.size());
  std::vector<OpPlace> Open{{Made.Block, Made.Op + 1}};
  while (!Open.empty()) {
    OpPlace At = Open.back();
    Open.pop_back();
    const ir::Block &B = F.Blocks[At.Block];
    auto Stops = [&](OpPlace P) {
      return !Walk.returns(P) || std::find(Releases.begin(), Releases.end(), P) != Releases.end();
    };
    while (At.Op < B.Ops.size() && !Stops(At))
      ++At.Op;
    if (At.Op < B.Ops.size())
      continue;
    for (const ir::Edge &E : B.Edges) {
      if (E.Target + 1 == F.Blocks.size())
        return B.Ops.empty() || E.Condition
                   ? OpPlace{E.Condition ? E.Target : At.Block, 0}
                   : OpPlace{At.Block, static_cast<std::uint32_t>(B.Ops.size() - 1)};
      if (!E.Thrown && !Seen[E.Target]) {
        Seen[E.Target] = true;
        Open.push_back({E.Target, 0});
      }
    }
  }
  return Made;
}

LossStory storyOf(const ir::Function &F, const FlowWalk &Walk, OpPlace Made, OpPlace Lost,
                  const std::set<OpPlace> &Borrows, const std::vector<OpPlace> &Releases,
                  const std::set<Branch> &Ways) {
  LossStory Story;
  auto MadeAgain = [&](OpPlace P) { return P == Made; };
  for (OpPlace P : Borrows)
    if (Story.Borrows.size() < MaxBorrows && P != Lost && Walk.reaches(Made, P, MadeAgain) &&
        Walk.reaches(P, Lost, MadeAgain))
      Story.Borrows.push_back(P);
  if (Releases.empty())
    return Story;
  Story.Decides = decider(F, Made, Lost, Releases, Ways);
  Story.Released = *std::min_element(Releases.begin(), Releases.end());
  return Story;
}

} // namespace memlint
