// The effects of one function while its summary is read: each said once, as sure as it is
// somewhere, and not what others say already.
#ifndef MEMLINT_ANALYSIS_SOLVE_EFFECTSET_H
#define MEMLINT_ANALYSIS_SOLVE_EFFECTSET_H

#include "analysis/solve/Summary.h"

#include <compare>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

namespace memlint {

/// Whether the slot stands for whatever is reached from the place before its last step.
bool endsBelow(const Slot &S);

class EffectSet {
public:
  void addCopy(EffectKind Kind, Slot To, Slot From, Lane Sure, Witness Why);
  void add(EffectKind Kind, Slot To, Slot From, Lane Sure, Witness Why);
  std::size_t size() const { return Made.size(); }
  /// Sorted.
  std::vector<Effect> effects() const;

private:
  using Key = std::tuple<EffectKind, Slot, Slot>;
  /// Any order: most slots of a function begin alike, so what is cheap, and the end, go first.
  struct KeyLess {
    static std::weak_ordering order(const Slot &A, const Slot &B);
    bool operator()(const Key &A, const Key &B) const;
  };

  bool implied(const Effect &E) const;
  bool partOfRecord(const Effect &E) const;
  bool partOfUnknown(const Effect &E) const;

  std::map<Key, std::pair<Lane, Witness>, KeyLess> Made;
};

/// The same of fewer places: all that are reached by more steps from what a caller knows by name
/// are one, below the last.
std::vector<Effect> coarsened(const std::vector<Effect> &Of, std::size_t Steps);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_EFFECTSET_H
