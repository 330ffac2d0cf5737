#include "analysis/solve/BlockReach.h"

#include <algorithm>

namespace memlint {

std::vector<bool> blocksBehind(const ir::Function &F, std::uint32_t Start,
                               std::optional<std::uint32_t> But) {
  std::vector<bool> Seen(F.Blocks.size());
  std::vector<std::uint32_t> Open{Start};
  while (!Open.empty()) {
    const std::uint32_t At = Open.back();
    Open.pop_back();
    for (const ir::Edge &E : F.Blocks[At].Edges)
      if (!E.Thrown && !Seen[E.Target] && E.Target != But) {
        Seen[E.Target] = true;
        Open.push_back(E.Target);
      }
  }
  return Seen;
}

std::vector<bool> blocksBefore(const ir::Function &F, std::uint32_t Target) {
  std::vector<bool> Seen(F.Blocks.size());
  for (bool More = true; More;) {
    More = false;
    for (std::size_t B = F.Blocks.size(); B-- != 0;)
      if (!Seen[B] &&
          std::any_of(F.Blocks[B].Edges.begin(), F.Blocks[B].Edges.end(), [&](const ir::Edge &E) {
            return !E.Thrown && (E.Target == Target || Seen[E.Target]);
          }))
        More = Seen[B] = true;
  }
  return Seen;
}

std::vector<bool> blocksOn(const ir::Function &F, const std::set<Branch> &Ways,
                           std::uint32_t Start) {
  std::vector<bool> Seen(F.Blocks.size());
  std::vector<std::uint32_t> Open{Start};
  Seen[Start] = true;
  while (!Open.empty()) {
    const std::uint32_t At = Open.back();
    Open.pop_back();
    for (std::uint32_t E = 0; E < F.Blocks[At].Edges.size(); ++E)
      if (const std::uint32_t Target = F.Blocks[At].Edges[E].Target;
          !Seen[Target] && Ways.contains({At, E})) {
        Seen[Target] = true;
        Open.push_back(Target);
      }
  }
  return Seen;
}

bool hasAny(const std::vector<bool> &Blocks, const std::vector<OpPlace> &Places) {
  return std::any_of(Places.begin(), Places.end(), [&](OpPlace P) { return Blocks[P.Block]; });
}

} // namespace memlint
