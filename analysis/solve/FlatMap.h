// A map of few entries in one sorted array: cheap to copy, which ways through a function do all the
// time. As std::map, as far as it goes.
#ifndef MEMLINT_ANALYSIS_SOLVE_FLATMAP_H
#define MEMLINT_ANALYSIS_SOLVE_FLATMAP_H

#include <algorithm>
#include <utility>
#include <vector>

namespace memlint {

template <class Key, class Value> class FlatMap {
public:
  using Entry = std::pair<Key, Value>;
  using iterator = typename std::vector<Entry>::iterator;
  using const_iterator = typename std::vector<Entry>::const_iterator;

  iterator begin() { return Entries.begin(); }
  iterator end() { return Entries.end(); }
  const_iterator begin() const { return Entries.begin(); }
  const_iterator end() const { return Entries.end(); }
  std::size_t size() const { return Entries.size(); }

  const_iterator find(const Key &K) const {
    const auto At = place(Entries.begin(), Entries.end(), K);
    return At != Entries.end() && At->first == K ? At : Entries.end();
  }
  void insert_or_assign(const Key &K, Value V) {
    const auto At = place(Entries.begin(), Entries.end(), K);
    if (At != Entries.end() && At->first == K)
      At->second = std::move(V);
    else
      Entries.emplace(At, K, std::move(V));
  }
  iterator erase(iterator At) { return Entries.erase(At); }
  template <class Predicate> void eraseIf(const Predicate &Gone) { std::erase_if(Entries, Gone); }

  bool operator==(const FlatMap &) const = default;

private:
  template <class It> static It place(It Begin, It End, const Key &K) {
    return std::lower_bound(Begin, End, K,
                            [](const Entry &E, const Key &Other) { return E.first < Other; });
  }

  std::vector<Entry> Entries; // sorted by keys, each once
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_FLATMAP_H
