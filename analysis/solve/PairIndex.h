// Numbers by pairs of numbers: what PointsTo asks most often, hence open addressing in one array.
// Nothing is ever taken out, and nobody sees an order.
#ifndef MEMLINT_ANALYSIS_SOLVE_PAIRINDEX_H
#define MEMLINT_ANALYSIS_SOLVE_PAIRINDEX_H

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace memlint {

class PairIndex {
public:
  static constexpr std::uint32_t None = 0xffffffff;

  /// The number of the pair; None: it has none.
  std::uint32_t find(std::uint32_t A, std::uint32_t B) const {
    return Slots.empty() ? None : Slots[place(key(A, B))].Number;
  }
  /// The number that the pair has now, and whether `Number`, which is not None, was new to it.
  std::pair<std::uint32_t, bool> insert(std::uint32_t A, std::uint32_t B, std::uint32_t Number) {
    if (2 * (Count + 1) > Slots.size())
      grow();
    Slot &At = Slots[place(key(A, B))];
    if (At.Number != None)
      return {At.Number, false};
    At = {key(A, B), Number};
    ++Count;
    return {Number, true};
  }

private:
  struct Slot {
    std::uint64_t Key = 0;
    std::uint32_t Number = None;
  };

  static std::uint64_t key(std::uint32_t A, std::uint32_t B) {
    return static_cast<std::uint64_t>(A) << 32 | B;
  }
  /// Where the key is, or would be put.
  std::size_t place(std::uint64_t Key) const {
    const std::size_t Mask = Slots.size() - 1; // the size is a power of two
    std::size_t At = (Key * 0x9e3779b97f4a7c15u >> 32) & Mask;
    while (Slots[At].Number != None && Slots[At].Key != Key)
      At = (At + 1) & Mask;
    return At;
  }
  void grow() {
    std::vector<Slot> Old(Slots.empty() ? 16 : 2 * Slots.size());
    Old.swap(Slots);
    for (const Slot &S : Old)
      if (S.Number != None)
        Slots[place(S.Key)] = S;
  }

  std::vector<Slot> Slots;
  std::size_t Count = 0;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_PAIRINDEX_H
