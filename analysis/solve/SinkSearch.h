// Which objects of a function can be reached from where the function's end does not end them:
// a search from each such sink over the facts, first over those that are known.
#ifndef MEMLINT_ANALYSIS_SOLVE_SINKSEARCH_H
#define MEMLINT_ANALYSIS_SOLVE_SINKSEARCH_H

#include "analysis/solve/EscapeGraph.h"

namespace memlint {

/// Hops that a reach has at most.
inline constexpr std::size_t MaxHops = 16;

/// `Hops[0]` holds the object, each other the object that the one before stands in; the last
/// stands in the sink. Of more than MaxHops those before the last are left out.
struct SinkReach {
  std::uint32_t Sink = 0; // object
  Lane Sure = Lane::Known;
  std::vector<FactId> Hops;
};

class SinkSearch {
public:
  explicit SinkSearch(const EscapeGraph &G);

  /// Of an object that the function makes: known ones first.
  std::vector<SinkReach> of(std::uint32_t Object) const;
  static bool isSink(const EscapeGraph &G, std::uint32_t Object);

private:
  struct Entry {
    std::uint32_t Sink;
    FactId By, Last; // the first hop and the last
    Lane Sure;
  };
  void searchFrom(std::uint32_t Sink);
  const Entry *entry(std::uint32_t Object, std::uint32_t Sink) const;

  const EscapeGraph &G;
  std::vector<std::vector<Entry>> Reached; // of each object
};

/// All cells of an object, those of a field after those of what holds it.
std::vector<NodeId> cellsIn(const PointsTo &P, std::uint32_t Object);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_SINKSEARCH_H
