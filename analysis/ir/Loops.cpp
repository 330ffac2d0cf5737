#include "analysis/ir/Loops.h"

#include "analysis/ir/StrongComponents.h"

#include <algorithm>

namespace memlint::ir {
namespace {

/// Where a search from the first block meets each block: earlier ones have smaller numbers.
std::vector<std::size_t> firstMet(const Function &F) {
  std::vector<std::size_t> Number(F.Blocks.size(), F.Blocks.size());
  std::vector<std::uint32_t> Work{0};
  for (std::size_t Count = 0; !Work.empty();) {
    const std::uint32_t At = Work.back();
    Work.pop_back();
    if (Number[At] != F.Blocks.size())
      continue;
    Number[At] = Count++;
    for (const Edge &E : F.Blocks[At].Edges)
      Work.push_back(E.Target);
  }
  return Number;
}

/// The blocks of a loop yet to be split into inner ones.
struct Part {
  std::vector<std::uint32_t> Blocks;
  std::uint32_t Loop; // 1 + index of the loop that they are in
};

class Finder {
public:
  explicit Finder(const Function &F) : F(F), Number(firstMet(F)) {
    Found.Innermost.resize(F.Blocks.size());
    Part All{{}, 0};
    for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
      All.Blocks.push_back(B);
    Work.push_back(std::move(All));
  }

  Loops run() {
    for (std::size_t I = 0; I < Work.size(); ++I)
      split(Part(Work[I]));
    return std::move(Found);
  }

private:
  void split(const Part &P);
  void addLoop(std::vector<std::uint32_t> Blocks, std::uint32_t Outer);

  const Function &F;
  std::vector<std::size_t> Number;
  Loops Found;
  std::vector<Part> Work;
};

void Finder::split(const Part &P) {
  const std::uint32_t Head = P.Loop ? Found.All[P.Loop - 1].Head : ~0u;
  auto Inside = [&](std::uint32_t B) {
    return std::lower_bound(P.Blocks.begin(), P.Blocks.end(), B) - P.Blocks.begin();
  };
  std::vector<std::vector<std::size_t>> Edges(P.Blocks.size());
  std::vector<bool> Self(P.Blocks.size());
  for (std::size_t I = 0; I < P.Blocks.size(); ++I)
    for (const Edge &E : F.Blocks[P.Blocks[I]].Edges) {
      const auto To = static_cast<std::size_t>(Inside(E.Target));
      if (E.Target == Head || To == P.Blocks.size() || P.Blocks[To] != E.Target)
        continue;
      Edges[I].push_back(To);
      Self[I] = Self[I] || To == I;
    }
  for (const std::vector<std::size_t> &Component : strongComponents(Edges)) {
    if (Component.size() == 1 && !Self[Component[0]])
      continue;
    std::vector<std::uint32_t> Blocks;
    Blocks.reserve(Component.size());
    for (std::size_t I : Component)
      Blocks.push_back(P.Blocks[I]);
    std::sort(Blocks.begin(), Blocks.end());
    addLoop(std::move(Blocks), P.Loop);
  }
}

void Finder::addLoop(std::vector<std::uint32_t> Blocks, std::uint32_t Outer) {
  const std::uint32_t Head =
      *std::min_element(Blocks.begin(), Blocks.end(),
                        [this](std::uint32_t A, std::uint32_t B) { return Number[A] < Number[B]; });
  const auto Index = static_cast<std::uint32_t>(Found.All.size() + 1);
  for (std::uint32_t B : Blocks)
    Found.Innermost[B] = Index;
  Found.All.push_back({Head, Outer, Blocks});
  Work.push_back({std::move(Blocks), Index});
}

} // namespace

bool Loops::contains(std::uint32_t Index, std::uint32_t Block) const {
  const std::vector<std::uint32_t> &Blocks = All[Index].Blocks;
  return std::binary_search(Blocks.begin(), Blocks.end(), Block);
}

Loops loopsOf(const Function &F) { return Finder(F).run(); }

} // namespace memlint::ir
