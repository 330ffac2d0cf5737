#include "analysis/extract/lower/SimplerBlocks.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace memlint {
namespace {

bool leadsOn(const ir::Block &B) {
  return B.Edges.size() == 1 && B.Edges[0].Condition == 0 && !B.Edges[0].Thrown;
}

/// Where one gets to from the block without doing anything. An exception that comes to the end at
/// once is one that nothing catches, so an empty handler stays.
std::uint32_t behindEmpty(const ir::Function &F, std::uint32_t Index, bool Thrown) {
  for (std::size_t Steps = 0; Steps < F.Blocks.size(); ++Steps) {
    const ir::Block &B = F.Blocks[Index];
    if (!B.Ops.empty() || !leadsOn(B) || (Thrown && B.Edges[0].Target + 1 == F.Blocks.size()))
      return Index;
    Index = B.Edges[0].Target;
  }
  return Index;
}

/// Where one goes on whatever holds, nothing needs to hold; nor where one only turns round.
void mergeEdges(const ir::Function &F, ir::Block &B) {
  std::vector<ir::Edge> &Edges = B.Edges;
  if (B.Ops.empty() && Edges.size() > 1)
    std::erase_if(Edges, [&](const ir::Edge &E) { return &F.Blocks[E.Target] == &B && !E.Thrown; });
  if (Edges.empty() || std::any_of(Edges.begin(), Edges.end(), [&](const ir::Edge &E) {
        return E.Target != Edges[0].Target || E.Thrown;
      }))
    return;
  Edges = {{Edges[0].Target, 0, true, false}};
}

void skipEmpty(ir::Function &F) {
  for (ir::Block &B : F.Blocks)
    for (ir::Edge &E : B.Edges)
      E.Target = behindEmpty(F, E.Target, E.Thrown);
  for (ir::Block &B : F.Blocks)
    mergeEdges(F, B);
}

std::vector<std::uint32_t> countEntries(const ir::Function &F) {
  std::vector<std::uint32_t> Count(F.Blocks.size(), 0);
  std::vector<std::uint32_t> Open{0};
  std::vector<bool> Seen(F.Blocks.size(), false);
  Seen[0] = true;
  while (!Open.empty()) {
    const std::uint32_t At = Open.back();
    Open.pop_back();
    for (const ir::Edge &E : F.Blocks[At].Edges) {
      ++Count[E.Target];
      if (!Seen[E.Target]) {
        Seen[E.Target] = true;
        Open.push_back(E.Target);
      }
    }
  }
  return Count;
}

void takeUpFollowers(ir::Function &F, std::vector<std::uint32_t> &Entries) {
  const auto Last = static_cast<std::uint32_t>(F.Blocks.size() - 1);
  for (std::uint32_t I = 0; I < F.Blocks.size(); ++I) {
    if (I != 0 && Entries[I] == 0)
      continue;
    while (leadsOn(F.Blocks[I])) {
      const std::uint32_t Next = F.Blocks[I].Edges[0].Target;
      if (Next == Last || Next == 0 || Next == I || Entries[Next] != 1)
        break;
      ir::Block Taken = std::move(F.Blocks[Next]);
      F.Blocks[Next] = {};
      Entries[Next] = 0;
      std::move(Taken.Ops.begin(), Taken.Ops.end(), std::back_inserter(F.Blocks[I].Ops));
      F.Blocks[I].Edges = std::move(Taken.Edges);
    }
  }
}

void dropUnreached(ir::Function &F, const std::vector<std::uint32_t> &Entries) {
  std::vector<std::uint32_t> Moved(F.Blocks.size(), 0);
  std::vector<ir::Block> Kept;
  for (std::size_t I = 0; I < F.Blocks.size(); ++I)
    if (I == 0 || I + 1 == F.Blocks.size() || Entries[I] != 0) {
      Moved[I] = static_cast<std::uint32_t>(Kept.size());
      Kept.push_back(std::move(F.Blocks[I]));
    }
  for (ir::Block &B : Kept)
    for (ir::Edge &E : B.Edges)
      E.Target = Moved[E.Target];
  F.Blocks = std::move(Kept);
}

} // namespace

void simplifyBlocks(ir::Function &F) {
  skipEmpty(F);
  skipEmpty(F); // what led to two places may lead to one now
  auto Entries = countEntries(F);
  takeUpFollowers(F, Entries);
  dropUnreached(F, countEntries(F));
}

} // namespace memlint
