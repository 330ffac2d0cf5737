// checks: reserve-missing
#include "calls.h"

#include <array>
#include <deque>
#include <initializer_list>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <numeric>
#include <queue>
#include <set>
#include <span>
#include <stack>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

class Group {
public:
  explicit Group(const std::vector<int> &All) : All(All) {}
  const std::vector<int> &members() const { return All; }
  std::size_t count() const { return All.size(); }
  int at(std::size_t i) const { return All[i]; }

private:
  std::vector<int> All;
};

std::vector<int> constIterators(const std::vector<int> &src) {
  std::vector<int> v;
  for (std::vector<int>::const_iterator it = src.cbegin(); it != src.cend(); it++)
    v.push_back(-*it);
  return v;
}

std::vector<int> lessThanEnd(const std::vector<int> &src) {
  std::vector<int> v;
  for (auto it = src.begin(); it < src.end(); ++it)
    v.push_back(-*it);
  return v;
}

std::vector<int> endKept(const std::vector<int> &src) {
  std::vector<int> v;
  for (auto it = src.begin(), end = src.end(); it != end; ++it)
    v.push_back(-*it);
  return v;
}

std::vector<int> reversed(const std::vector<int> &src) {
  std::vector<int> v;
  for (auto it = src.rbegin(); it != src.rend(); ++it)
    v.push_back(*it);
  return v;
}

std::vector<int> freeBeginEnd(const std::vector<int> &src) {
  std::vector<int> v;
  for (auto it = std::begin(src); it != std::end(src); ++it)
    v.push_back(-*it);
  return v;
}

std::vector<int> wholeMap(const std::map<int, int> &src) {
  std::vector<int> v;
  for (auto it = src.begin(); it != src.end(); ++it)
    v.push_back(it->first);
  return v;
}

std::vector<int> wholeList(const std::list<int> &src) {
  std::vector<int> v;
  for (auto it = src.begin(); it != src.end(); ++it)
    v.push_back(-*it);
  return v;
}

std::vector<int> whileIterating(const std::vector<int> &src) {
  std::vector<int> v;
  auto it = src.begin();
  while (it != src.end()) {
    v.push_back(-*it);
    ++it;
  }
  return v;
}

std::vector<int> pointerPair(const int *first, const int *last) {
  std::vector<int> v;
  for (const int *p = first; p != last; ++p)
    v.push_back(-*p);
  return v;
}

std::vector<int> pointerPairMoved(const int *first, const int *last) {
  std::vector<int> v;
  for (; first != last; ++first)
    v.push_back(-*first);
  return v;
}

std::vector<int> pointersLess(const int *first, const int *last) {
  std::vector<int> v;
  while (first < last)
    v.push_back(-*first++);
  return v;
}

using Iterator = std::vector<int>::const_iterator;
std::vector<int> iteratorPair(Iterator first, Iterator last) {
  std::vector<int> v;
  for (auto it = first; it != last; ++it)
    v.push_back(-*it);
  return v;
}

using DequeIterator = std::deque<int>::const_iterator;
std::vector<int> dequePair(DequeIterator first, DequeIterator last) {
  std::vector<int> v;
  for (; first < last; ++first)
    v.push_back(-*first);
  return v;
}

std::vector<int> aList(const std::list<int> &src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> aMultiset(const std::multiset<int> &src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> anUnorderedSet(const std::unordered_set<int> &src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x & 1);
  return v;
}

std::vector<int> keysOfAMap(const std::map<int, int> &src) {
  std::vector<int> v;
  for (const auto &[key, value] : src)
    v.push_back(key - value);
  return v;
}

std::vector<int> aSpan(std::span<const int> src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> aStringView(std::string_view src) {
  std::vector<int> v;
  for (char c : src)
    v.push_back(c);
  return v;
}

std::vector<int> anInitializerList(std::initializer_list<int> src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> aBuiltInArray() {
  static const int src[12] = {};
  std::vector<int> v;
  for (int x : src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> aStdArray(const std::array<int, 40> &src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> bracedList() {
  std::vector<int> v;
  for (int x : {2, 3, 5, 7, 11, 13})
    v.push_back(x + 1);
  return v;
}

std::vector<int> throughAPointer(const std::vector<int> *src) {
  std::vector<int> v;
  for (int x : *src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> throughASmartPointer(const std::shared_ptr<std::vector<int>> &src) {
  std::vector<int> v;
  for (int x : *src)
    v.push_back(x + 1);
  return v;
}

std::vector<int> throughAnAccessor(const Group &group) {
  std::vector<int> v;
  for (int m : group.members())
    v.push_back(m + 1);
  return v;
}

std::vector<int> countedByAnAccessor(const Group &group) {
  std::vector<int> v;
  for (std::size_t i = 0; i < group.count(); ++i)
    v.push_back(group.at(i));
  return v;
}

std::vector<int> withAnInit(const Group &group) {
  std::vector<int> v;
  for (int steps = 0; int m : group.members())
    v.push_back(m + steps++);
  return v;
}

std::vector<int> oneRow(const std::vector<std::vector<int>> &rows, std::size_t i) {
  std::vector<int> v;
  for (int x : rows[i])
    v.push_back(x + 1);
  return v;
}

std::vector<int> skippingTheFirst(const std::vector<int> &src) {
  std::vector<int> v;
  for (std::size_t i = 1; i < src.size(); ++i)
    v.push_back(src[i] - src[i - 1]);
  return v;
}

std::vector<int> everySecond(const std::vector<int> &src) {
  std::vector<int> v;
  for (std::size_t i = 0; i < src.size(); i += 2)
    v.push_back(src[i]);
  return v;
}

std::vector<int> backwards(const std::vector<int> &src) {
  std::vector<int> v;
  for (std::size_t i = src.size(); i > 0; --i)
    v.push_back(src[i - 1]);
  return v;
}

std::vector<int> backwardsByInt(const std::vector<int> &src) {
  std::vector<int> v;
  for (int i = static_cast<int>(src.size()) - 1; i >= 0; --i)
    v.push_back(src[static_cast<std::size_t>(i)]);
  return v;
}

std::vector<int> byInt(const std::vector<int> &src) {
  std::vector<int> v;
  for (int i = 0; i < static_cast<int>(src.size()); ++i)
    v.push_back(src[static_cast<std::size_t>(i)]);
  return v;
}

std::vector<int> lastIncluded(const std::vector<int> &src) {
  std::vector<int> v;
  for (std::size_t i = 1; i <= src.size(); ++i)
    v.push_back(src[i - 1] + 1);
  return v;
}

std::vector<int> drainedStack(std::stack<int> s) {
  std::vector<int> v;
  while (!s.empty()) {
    v.push_back(s.top());
    s.pop();
  }
  return v;
}

std::vector<int> drainedHeap(std::priority_queue<int> heap) {
  std::vector<int> v;
  while (!heap.empty()) {
    v.push_back(heap.top());
    heap.pop();
  }
  return v;
}

std::vector<int> drainedDeque(std::deque<int> d) {
  std::vector<int> v;
  while (!d.empty()) {
    int x = d.front();
    d.pop_front();
    v.push_back(x);
  }
  return v;
}

std::vector<int> drainedVector(std::vector<int> stack) {
  std::vector<int> v;
  while (!stack.empty()) {
    v.push_back(stack.back());
    stack.pop_back();
  }
  return v;
}

std::vector<int> drainedBySize(std::deque<int> d) {
  std::vector<int> v;
  while (d.size() > 0) {
    v.push_back(d.back());
    d.pop_back();
  }
  return v;
}

std::vector<int> drainedWithFor(std::queue<int> q) {
  std::vector<int> v;
  for (; !q.empty(); q.pop())
    v.push_back(q.front());
  return v;
}

std::vector<int> quietRefill(std::queue<int> q) {
  std::vector<int> v;
  while (!q.empty()) {
    int x = q.front();
    q.pop();
    v.push_back(x);
    if (x > 900)
      q.push(x / 2);
  }
  return v;
}

std::vector<int> quietFromAFind(const std::map<int, int> &src) {
  std::vector<int> v;
  for (auto it = src.lower_bound(3); it != src.end(); ++it)
    v.push_back(it->second);
  return v;
}

void callAll(const std::vector<int> &src) {
  const int *first = src.data(), *last = first + src.size();
  const std::list<int> list(src.begin(), src.end());
  const std::deque<int> deque(src.begin(), src.end());
  const auto shared = std::make_shared<std::vector<int>>(src);
  std::map<int, int> map;
  for (int x : src)
    map.emplace(x, x / 2);
  call("constIterators", constIterators, src);
  call("lessThanEnd", lessThanEnd, src);
  call("endKept", endKept, src);
  call("reversed", reversed, src);
  call("freeBeginEnd", freeBeginEnd, src);
  call("wholeMap", wholeMap, map);
  call("wholeList", wholeList, list);
  call("whileIterating", whileIterating, src);
  call("pointerPair", pointerPair, first, last);
  call("pointerPairMoved", pointerPairMoved, first, last);
  call("pointersLess", pointersLess, first, last);
  call("pointersLess", pointersLess, last, first);
  call("iteratorPair", iteratorPair, src.begin(), src.end());
  call("dequePair", dequePair, deque.begin(), deque.end());
  call("dequePair", dequePair, deque.end(), deque.begin());
  call("aList", aList, list);
  call("aMultiset", aMultiset, std::multiset<int>(src.begin(), src.end()));
  call("anUnorderedSet", anUnorderedSet, std::unordered_set<int>(src.begin(), src.end()));
  call("keysOfAMap", keysOfAMap, map);
  call("aSpan", aSpan, std::span<const int>(src));
  call("aStringView", aStringView, std::string(src.size(), 'x'));
  call("throughAPointer", throughAPointer, &src);
  call("throughASmartPointer", throughASmartPointer, shared);
  call("throughAnAccessor", throughAnAccessor, Group(src));
  call("countedByAnAccessor", countedByAnAccessor, Group(src));
  call("withAnInit", withAnInit, Group(src));
  call("oneRow", oneRow, std::vector<std::vector<int>>{{}, src}, 1u);
  call("skippingTheFirst", skippingTheFirst, src);
  call("everySecond", everySecond, src);
  call("backwards", backwards, src);
  call("backwardsByInt", backwardsByInt, src);
  call("byInt", byInt, src);
  call("lastIncluded", lastIncluded, src);
  call("quietFromAFind", quietFromAFind, map);
  const std::queue<int> queue(deque);
  call("drainedStack", drainedStack, std::stack<int>(deque));
  call("drainedHeap", drainedHeap, std::priority_queue<int>(src.begin(), src.end()));
  call("drainedDeque", drainedDeque, deque);
  call("drainedVector", drainedVector, src);
  call("drainedBySize", drainedBySize, deque);
  call("drainedWithFor", drainedWithFor, queue);
  call("quietRefill", quietRefill, queue);
}

template <int... Numbers> void callListOf(std::integer_sequence<int, Numbers...>) {
  call("anInitializerList", anInitializerList, std::initializer_list<int>{Numbers...});
}

int main() {
  for (int n : {0, 1, 2, 1000, 1001, 1999, 2000}) {
    std::vector<int> src(static_cast<std::size_t>(n));
    std::iota(src.rbegin(), src.rend(), 1);
    callAll(src);
  }
  call("anInitializerList", anInitializerList, std::initializer_list<int>{});
  callListOf(std::make_integer_sequence<int, 1000>());
  call("aBuiltInArray", aBuiltInArray);
  call("aStdArray", aStdArray, std::array<int, 40>{});
  call("bracedList", bracedList);
}
