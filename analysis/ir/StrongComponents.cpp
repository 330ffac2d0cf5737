#include "analysis/ir/StrongComponents.h"

#include <algorithm>

namespace memlint {
namespace {

class Search {
public:
  explicit Search(const std::vector<std::vector<std::size_t>> &Edges)
      : Edges(Edges), Number(Edges.size()), Low(Edges.size()), Open(Edges.size()) {}

  void from(std::size_t Start);
  bool seen(std::size_t N) const { return Number[N] != 0; }
  std::vector<std::vector<std::size_t>> Found;

private:
  struct Frame {
    std::size_t Node, Next;
  };

  void enter(std::size_t Node);
  void leave(std::size_t Node);

  const std::vector<std::vector<std::size_t>> &Edges;
  std::vector<std::size_t> Number, Low; // from 1
  std::vector<bool> Open;
  std::vector<std::size_t> Path, Done; // as nodes were entered, and left
  std::vector<Frame> Frames;
  std::size_t Count = 0;
};

void Search::enter(std::size_t Node) {
  Number[Node] = Low[Node] = ++Count;
  Open[Node] = true;
  Path.push_back(Node);
  Frames.push_back({Node, 0});
}

void Search::leave(std::size_t Node) {
  Frames.pop_back();
  Done.push_back(Node);
  if (!Frames.empty())
    Low[Frames.back().Node] = std::min(Low[Frames.back().Node], Low[Node]);
  if (Low[Node] != Number[Node])
    return;
  const auto Begin = std::find(Path.rbegin(), Path.rend(), Node).base() - 1;
  const auto Size = Path.end() - Begin;
  std::vector<std::size_t> Component(Done.end() - Size, Done.end());
  Path.erase(Begin, Path.end());
  Done.erase(Done.end() - Size, Done.end());
  for (std::size_t Member : Component)
    Open[Member] = false;
  Found.push_back(std::move(Component));
}

void Search::from(std::size_t Start) {
  enter(Start);
  while (!Frames.empty()) {
    const std::size_t Node = Frames.back().Node;
    if (Frames.back().Next == Edges[Node].size()) {
      leave(Node);
      continue;
    }
    const std::size_t To = Edges[Node][Frames.back().Next++];
    if (!seen(To))
      enter(To);
    else if (Open[To])
      Low[Node] = std::min(Low[Node], Number[To]);
  }
}

} // namespace

std::vector<std::vector<std::size_t>>
strongComponents(const std::vector<std::vector<std::size_t>> &Edges) {
  Search S(Edges);
  for (std::size_t N = 0; N < Edges.size(); ++N)
    if (!S.seen(N))
      S.from(N);
  return std::move(S.Found);
}

} // namespace memlint
