// Arrays and vectors of constant size that never grow.
#include "counted.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <numeric>
#include <span>
#include <vector>

struct P {
  int x = 0, y = 0;
};
constexpr std::size_t Count = 16;
static int sum(const int *p, std::size_t n) {
  int s = 0;
  for (std::size_t i = 0; i < n; ++i)
    s += p[i];
  return s;
}
static int sumOfView(std::span<const int> s) { return sum(s.data(), s.size()); }

int counted() { // saves 1
#ifdef AFTER
  std::array<int, 8> v{};
#else
  std::vector<int> v(8);
#endif
  v[0] = 1;
  return v[0] + v[7];
}

int countedWithAValue() { // saves 1
#ifdef AFTER
  std::array<double, 8> v;
  v.fill(1.5);
#else
  std::vector<double> v(8, 1.5);
#endif
  return static_cast<int>(v[7] * 2);
}

int listed() { // saves 1
#ifdef AFTER
  std::array<int, 3> v{1, 2, 3};
#else
  std::vector<int> v{1, 2, 3};
#endif
  int s = 0;
  for (int x : v)
    s += x;
  return s;
}

int aNamedConstant() { // saves 1
#ifdef AFTER
  std::array<P, Count> v{};
#else
  std::vector<P> v(Count);
#endif
  v.back().x = 3;
  return v.front().x + v.at(Count - 1).x;
}

int sorted() { // saves 1
#ifdef AFTER
  std::array<int, 3> v{3, 1, 2};
#else
  std::vector<int> v{3, 1, 2};
#endif
  std::sort(v.begin(), v.end());
  return 100 * v[0] + 10 * v[1] + v[2];
}

int passedAsAPointer() { // saves 1
#ifdef AFTER
  std::array<int, 8> v{};
#else
  std::vector<int> v(8);
#endif
  std::iota(v.begin(), v.end(), 1);
  return sum(v.data(), v.size());
}

int passedAsAView() { // saves 1
#ifdef AFTER
  std::array<int, 4> v{1, 2, 3, 4};
#else
  std::vector<int> v{1, 2, 3, 4};
#endif
  return sumOfView(v);
}

int madeInEachOfTenTurns() { // saves 10
  int s = 0;
  for (int i = 0; i < 10; ++i) {
#ifdef AFTER
    std::array<int, 4> v;
    v.fill(i);
#else
    std::vector<int> v(4, i);
#endif
    s += v[3];
  }
  return s;
}

int unique() { // saves 1
#ifdef AFTER
  std::array<int, 8> p{};
#else
  auto p = std::make_unique<int[]>(8);
#endif
  p[0] = 1;
  return p[0] + p[7];
}

int uniqueFromNew() { // saves 1
#ifdef AFTER
  std::array<int, 8> p;
  p[0] = 1;
  return sum(p.data(), 1);
#else
  std::unique_ptr<int[]> p(new int[8]);
  p[0] = 1;
  return sum(p.get(), 1);
#endif
}

int newAndDelete() { // saves 1
#ifdef AFTER
  int p[8];
  p[0] = 1;
  return p[0];
#else
  int *p = new int[8];
  p[0] = 1;
  int x = p[0];
  delete[] p;
  return x;
#endif
}

int newOfZeroes() { // saves 1
#ifdef AFTER
  char buffer[256] = {};
  std::strcpy(buffer, "text");
  return static_cast<int>(std::strlen(buffer));
#else
  auto *buffer = new char[256]();
  std::strcpy(buffer, "text");
  int n = static_cast<int>(std::strlen(buffer));
  delete[] buffer;
  return n;
#endif
}

int quietGrown() { // saves 0
  std::vector<int> v(8);
  v.push_back(1);
  return v[8];
}

int quietOfUnknownSize() { // saves 0
  static volatile int n = 8;
  std::vector<int> v(static_cast<std::size_t>(n));
  v[0] = 2;
  return v[0];
}

static std::vector<int> returns() {
  std::vector<int> v(8);
  v[0] = 3;
  return v;
}
int quietReturned() { return returns()[0]; } // saves 0

int main() {
  CALL(counted);
  CALL(countedWithAValue);
  CALL(listed);
  CALL(aNamedConstant);
  CALL(sorted);
  CALL(passedAsAPointer);
  CALL(passedAsAView);
  CALL(madeInEachOfTenTurns);
  CALL(unique);
  CALL(uniqueFromNew);
  CALL(newAndDelete);
  CALL(newOfZeroes);
  CALL(quietGrown);
  CALL(quietOfUnknownSize);
  CALL(quietReturned);
}
