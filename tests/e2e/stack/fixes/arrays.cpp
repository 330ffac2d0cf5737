// Vectors of constant length, written as arrays by --fix; said as in objects.cpp.
#include "counted.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

struct P {
  int x = 0, y = 0;
};
constexpr std::size_t Count = 16;
using Row = std::vector<int>;
static int sum(const int *p, std::size_t n) {
  int s = 0;
  for (std::size_t i = 0; i < n; ++i)
    s += p[i];
  return s;
}

int counted() { // saves 1
  std::vector<int> v(8);
  v[0] = 1;
  return v[0] + v[7];
}

int namedConstant() { // saves 1
  std::vector<P> v(Count);
  v.back().x = 3;
  return v.front().x + v.at(Count - 1).x;
}

int computedConstant() { // saves 1
  std::vector<int> v(Count >> 1);
  v[0] = 7;
  return v[0] + static_cast<int>(v.size());
}

int listed() { // saves 1
  std::vector<int> v{1, 2, 3};
  int s = 0;
  for (int x : v)
    s += x;
  return s;
}

int assignedList() { // saves 1
  const std::vector<int> v = {4, 5};
  return v[0] * v[1];
}

int bracesWithin() { // saves 1
  const std::vector<P> v = {{1, 2}, {3, 4}};
  return v[0].y + v[1].x;
}

int bracketsWithin() { // saves 1
  std::vector<std::pair<int, std::pair<int, int>>> v(2);
  v[1].second.first = 3;
  return v[1].second.first + v[0].first;
}

int texts() { // saves 1
  std::vector<std::string> v{"a", "bc"};
  return static_cast<int>(v[0].size() + 10 * v[1].size());
}

int sorted() { // saves 1
  std::vector<int> v{3, 1, 2};
  std::sort(v.begin(), v.end());
  return 100 * v[0] + 10 * v[1] + v[2];
}

int passedAsAPointer() { // saves 1
  std::vector<int> v(8);
  std::iota(std::begin(v), std::end(v), 1);
  return sum(v.data(), v.size());
}

int inALambda() { // saves 1
  std::vector<int> v{1, 2};
  auto set = [&v](int n) { v[0] = n; };
  set(5);
  return v[0] + v[1];
}

int withAValue() { // by hand
  std::vector<double> v(8, 1.5);
  return static_cast<int>(v[7] * 2);
}

int byAnotherName() { // by hand
  Row v(4);
  v[0] = 1;
  return v[0];
}

int deduced() { // by hand
  std::vector v{1, 2, 3};
  return v[2];
}

int spelledIterator() { // by hand
  std::vector<int> v(4);
  for (std::vector<int>::const_iterator it = v.begin(), end = v.end(); it != end; ++it)
    v[0] += *it;
  std::vector<int>::iterator last = v.end() - 1;
  return *last;
}

int deducedIterator() { // saves 1
  std::vector<int> v(4);
  int zeros = std::count(v.begin(), v.end(), 0);
  for (auto it = v.begin(); it != v.end(); ++it)
    *it = zeros;
  return *v.rbegin();
}

int main() {
  CALL(counted);
  CALL(namedConstant);
  CALL(computedConstant);
  CALL(listed);
  CALL(assignedList);
  CALL(bracesWithin);
  CALL(bracketsWithin);
  CALL(texts);
  CALL(sorted);
  CALL(passedAsAPointer);
  CALL(inALambda);
  CALL(withAValue);
  CALL(byAnotherName);
  CALL(deduced);
  CALL(spelledIterator);
  CALL(deducedIterator);
}
