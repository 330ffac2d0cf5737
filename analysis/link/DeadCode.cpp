#include "analysis/link/DeadCode.h"

#include "analysis/link/ProgramConstants.h"

#include <algorithm>

namespace memlint {
namespace {

/// The blocks of a function without what never runs; nothing where all of it may.
std::vector<ir::Block> liveBlocks(const ir::Function &F, const LiveBlocks &Live) {
  std::vector<ir::Block> Blocks;
  for (std::size_t B = 0; B < F.Blocks.size(); ++B) {
    const std::vector<ir::Edge> &Edges = F.Blocks[B].Edges;
    const bool IsWhole = Live.has(B) && std::ranges::all_of(Edges, [&](const ir::Edge &E) {
                           return Live.isTaken(E);
                         });
    if (IsWhole)
      continue;
    if (Blocks.empty())
      Blocks = F.Blocks;
    if (Live.has(B))
      std::erase_if(Blocks[B].Edges, [&](const ir::Edge &E) { return !Live.isTaken(E); });
    else
      Blocks[B] = {};
  }
  return Blocks;
}

} // namespace

bool dropDeadCode(std::span<ir::Function> Functions, bool WholeProgram) {
  const ProgramConstants Known(Functions, WholeProgram);
  bool Changed = false;
  for (ir::Function &F : Functions) {
    if (F.Conditions.empty())
      continue;
    if (std::vector<ir::Block> Blocks = liveBlocks(F, LiveBlocks(F, Known)); !Blocks.empty()) {
      F.Blocks = std::move(Blocks);
      Changed = true;
    }
  }
  return Changed;
}

} // namespace memlint
