// flags: -std=c++20
// heap-to-array, found: as many elements as the source says, for its whole life, used by index,
// data, iterators, a range-for or functions that only read.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <numeric>
#include <span>
#include <vector>

struct P {
  int x = 0, y = 0;
};
constexpr std::size_t Count = 16;
enum { Rows = 4 };

int counted() {
  std::vector<int> v(8); // want "'v' holds 8 .*array<int, 8>"
  v[0] = 1;
  return v[7];
}

int countedWithAValue() {
  std::vector<double> v(8, 1.5); // want "'v' holds 8 .*array<double, 8>"
  return static_cast<int>(v[7]);
}

int listed() {
  std::vector<int> v{1, 2, 3}; // want "'v' holds 3 .*array<int, 3>"
  int sum = 0;
  for (int x : v)
    sum += x;
  return sum;
}

int listedConst(std::size_t i) {
  const std::vector<int> table = {1, 2, 4, 8, 16}; // want "'table' holds 5 .*array<int, 5>"
  return i < table.size() ? table[i] : 0;
}

int aNamedConstant() {
  std::vector<int> v(Count); // want "'v' holds 16 .*array<int, 16>"
  return v.front() + v.back();
}

int anEnumerator() {
  std::vector<P> v(Rows * 2); // want "'v' holds 8 .*array<P, 8>"
  v[1].x = 3;
  return v.at(1).x;
}

int aSizeof() {
  std::vector<char> v(sizeof(long)); // want "'v' holds 8 .*array<char, 8>"
  std::memset(v.data(), 1, v.size());
  return v[0];
}

int aConstLocal() {
  const int n = 8;
  std::vector<int> v(n); // want "'v' holds 8 .*array<int, 8>"
  return v[n - 1];
}

int sorted(int a, int b, int c) {
  std::vector<int> v{a, b, c}; // want "'v' holds 3 .*array<int, 3>"
  std::sort(v.begin(), v.end());
  return v[1];
}

int summed() {
  std::vector<int> v(8); // want "'v' holds 8 .*array<int, 8>"
  std::iota(v.begin(), v.end(), 1);
  return std::accumulate(v.begin(), v.end(), 0);
}

static int sum(const int *p, std::size_t n) {
  int s = 0;
  for (std::size_t i = 0; i < n; ++i)
    s += p[i];
  return s;
}
static int sumOfView(std::span<const int> s) { return s.empty() ? 0 : s[0]; }

int passedAsAPointer() {
  std::vector<int> v(8); // want "'v' holds 8 .*array<int, 8>"
  return sum(v.data(), v.size());
}

int passedAsAView() {
  std::vector<int> v(8); // want "'v' holds 8 .*array<int, 8>"
  return sumOfView(v);
}

int changedByIterators() {
  std::vector<P> v(Rows); // want "'v' holds 4 .*array<P, 4>"
  for (auto it = v.begin(); it != v.end(); ++it)
    it->x = 1;
  for (P &p : v)
    p.y += p.x;
  return v[2].y;
}

int madeInEachIteration(int n) {
  int s = 0;
  for (int i = 0; i < n; ++i) {
    std::vector<int> v(4, i); // want "'v' holds 4 .*array<int, 4>"
    s += v[3];
  }
  return s;
}

int unique() {
  auto p = std::make_unique<int[]>(8); // want "'p' holds 8 .*array<int, 8>"
  p[0] = 1;
  return p[7];
}

int uniqueFromNew() {
  std::unique_ptr<int[]> p(new int[8]); // want "'p' holds 8 .*array<int, 8>"
  p[0] = 1;
  return sum(p.get(), 1);
}

int uniqueOfObjects() {
  const auto p = std::make_unique<P[]>(Count); // want "'p' holds 16 .*array<P, 16>"
  p[3].x = 1;
  return p[3].x;
}

int newAndDelete() {
  int *p = new int[8]; // want "(holds 8|int.*does not escape)"
  p[0] = 1;
  int x = p[0];
  delete[] p;
  return x;
}

int newOfZeroes() {
  auto *buffer = new char[256](); // want "(holds 256|char.*does not escape)"
  std::strcpy(buffer, "text");
  std::size_t n = std::strlen(buffer);
  delete[] buffer;
  return static_cast<int>(n);
}

int newInEachIteration(int n) {
  int s = 0;
  for (int i = 0; i < n; ++i) {
    P *p = new P[Rows]; // want "(holds 4|P.*does not escape)"
    p[1].x = i;
    s += p[1].x;
    delete[] p;
  }
  return s;
}

struct Cell { // with a destructor: new[] keeps a count in front of the elements
  int n = 1;
  ~Cell() { n = 0; }
};
int newOfObjects() {
  Cell *cells = new Cell[4]; // want "(holds 4|Cell.*does not escape)"
  int n = cells[1].n;
  delete[] cells;
  return n;
}

int lengthOnly() {
  std::vector<long> v(8); // want "'v' holds 8 .*array<long, 8>"
  return static_cast<int>(v.size()) + v.empty();
}

int besideOneThatGrows(int n) {
  std::vector<int> grows;
  std::vector<int> stays(8); // want "'stays' holds 8 .*array<int, 8>"
  for (int i = 0; i < n; ++i)
    grows.push_back(stays[static_cast<std::size_t>(i % 8)]);
  return grows.empty() ? 0 : grows[0];
}
