// checks: reserve-missing
#include "calls.h"

#include <algorithm>
#include <iterator>
#include <list>
#include <queue>
#include <string>
#include <vector>

std::vector<int> doubled(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x * 2);
  return v;
}

std::vector<int> copied(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src)
    v.push_back(x);
  return v;
}

std::vector<int> differences(const std::vector<int> &src) {
  std::vector<int> v;
  for (std::size_t i = 0; i + 1 < src.size(); ++i)
    v.push_back(src[i + 1] - src[i]);
  return v;
}

std::vector<int> iterated(const std::vector<int> &src) {
  std::vector<int> v;
  for (auto it = src.begin(); it != src.end(); ++it)
    v.push_back(-*it);
  return v;
}

std::vector<int> drained(std::queue<int, std::list<int>> q) {
  std::vector<int> v;
  while (!q.empty()) {
    v.push_back(q.front());
    q.pop();
  }
  return v;
}

std::vector<int> transformed(const std::vector<int> &src) {
  std::vector<int> v;
  std::transform(src.begin(), src.end(), std::back_inserter(v), [](int x) { return x + 1; });
  return v;
}

std::vector<int> joined(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> v;
  for (int x : a)
    v.push_back(x + 1);
  for (int x : b)
    v.push_back(x - 1);
  return v;
}

std::vector<int> mirrored(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src) {
    v.push_back(x);
    v.push_back(-x);
  }
  return v;
}

std::vector<std::string> names(const std::vector<int> &src) {
  std::vector<std::string> v;
  for (int x : src)
    v.push_back(x < 0 ? "below" : "above");
  return v;
}

std::vector<int> quietFilter(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src)
    if (x % 2)
      v.push_back(x);
  return v;
}

int main() {
  for (int n : {0, 1, 2, 500, 501, 1000, 1001}) {
    std::vector<int> src(static_cast<std::size_t>(n));
    std::queue<int, std::list<int>> q;
    for (int i = n; i > 0; i--) {
      src[static_cast<std::size_t>(i - 1)] = i * i;
      q.push(i);
    }
    call("doubled", doubled, src);
    call("copied", copied, src);
    call("differences", differences, src);
    call("iterated", iterated, src);
    call("drained", drained, q);
    call("transformed", transformed, src);
    call("joined", joined, src, src);
    call("joined", joined, src, std::vector<int>());
    call("mirrored", mirrored, src);
    call("names", names, src);
    call("quietFilter", quietFilter, src);
  }
}
