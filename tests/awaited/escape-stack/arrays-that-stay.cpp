// flags: -std=c++20
// heap-to-array, silent: the size is not constant, changes, or the array is needed as the container
// it is; or somebody else has its elements.
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <list>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

void fill(std::vector<int> &);
void read(const std::vector<int> &);
void bytes(int *, std::size_t);
void view(std::span<const int>);

int sizeOfAParameter(int n) {
  std::vector<int> v(n);
  return v.empty() ? 0 : v[0];
}

int sizeRead() {
  extern int count;
  std::vector<int> v(count);
  return v[0];
}

int sizeThatChanged(bool c) {
  int n = 8;
  if (c)
    n = 16;
  std::vector<int> v(n);
  return v[7];
}

int sizeOfAnotherContainer(const std::list<int> &l) {
  std::vector<int> v(l.begin(), l.end());
  return v.empty() ? 0 : v.front();
}

int pushedOnto() {
  std::vector<int> v(8);
  v.push_back(1);
  return v[8];
}

int resizedLater(std::size_t n) {
  std::vector<int> v(8);
  v.resize(n);
  return static_cast<int>(v.size());
}

int cleared() {
  std::vector<int> v(8);
  v[0] = 1;
  v.clear();
  return v.empty();
}

int popped() {
  std::vector<int> v{1, 2, 3};
  int last = v.back();
  v.pop_back();
  return last + static_cast<int>(v.size());
}

int erasedFrom() {
  std::vector<int> v{1, 2, 3};
  v.erase(v.begin());
  return v[0];
}

int inserted() {
  std::vector<int> v{1, 2, 3};
  std::fill_n(std::back_inserter(v), 3, 0);
  return v[5];
}

int assigned(const std::vector<int> &other) {
  std::vector<int> v(8);
  v = other;
  return v[0];
}

int assignedAList() {
  std::vector<int> v(8);
  v = {1, 2, 3};
  return v[0];
}

int shrunk() {
  std::vector<int> v{4, 2, 2, 1};
  v.erase(std::unique(v.begin(), v.end()), v.end());
  return static_cast<int>(v.size());
}

void passedToBeFilled() {
  std::vector<int> v(8);
  fill(v);
}

void passedAsTheContainer() {
  std::vector<int> v(8);
  read(v);
}

static int sumOf(const std::vector<int> &v) { return std::accumulate(v.begin(), v.end(), 0); }
int passedAsTheContainerInSight() {
  std::vector<int> v{1, 2, 3};
  return sumOf(v);
}

void elementsGivenAway() {
  std::vector<int> v(8);
  bytes(v.data(), v.size());
}

void viewGivenAway() {
  std::vector<int> v(8);
  view(v);
}

std::vector<int> returned() {
  std::vector<int> v(8);
  v[0] = 1;
  return v;
}

std::vector<int> returnedBraces() { return {1, 2, 3}; }

void movedAway(std::vector<int> &out) {
  std::vector<int> v(8);
  out = std::move(v);
}

void movedIntoAnElement(std::vector<std::vector<int>> &rows) {
  std::vector<int> v(8);
  rows.push_back(std::move(v));
}

int swapped(std::vector<int> &other) {
  std::vector<int> v(8);
  v.swap(other);
  return v.empty();
}

int copied() {
  std::vector<int> v(8);
  std::vector<int> w = v;
  w.push_back(1);
  return w[0];
}

auto captured() {
  std::vector<int> v(8);
  return [v](int i) { return v[static_cast<std::size_t>(i)]; };
}

struct Holder {
  std::vector<int> member = std::vector<int>(8);
  std::vector<int> other;
  void keep() {
    std::vector<int> v(8);
    other = std::move(v);
  }
};

std::vector<int> global(8);
int staticLocal(int i) {
  static const std::vector<int> table{1, 2, 4, 8};
  return table[static_cast<std::size_t>(i)];
}

int capacityUsed() {
  std::vector<int> v;
  v.reserve(8);
  for (int i = 0; i < 8; ++i)
    v.push_back(i);
  return v[7];
}

int tooLarge() {
  std::vector<int> v(4096);
  return v[5];
}

int tooLargeUnique() {
  auto p = std::make_unique<char[]>(64 * 1024);
  return p[5];
}

int tooLargeFromNew() {
  auto *p = new double[100000]();
  double d = p[5];
  delete[] p;
  return static_cast<int>(d);
}

int packedBits() {
  std::vector<bool> v(8);
  v.flip();
  return v[3];
}

std::size_t alreadyInline() {
  std::string s(8, 'x');
  std::array<int, 8> a{};
  return s.size() + a.size();
}

std::size_t textOfConstantSize() {
  std::string s(100, 'x');
  return s.find('y');
}

int nodesNotAnArray() {
  std::list<int> l(8);
  return l.front();
}

int firstOfTwoSizes(bool c) {
  std::vector<int> v(c ? 8 : 16);
  return v[0];
}

int arrayOrNothing(bool c) {
  std::unique_ptr<int[]> p;
  if (c)
    p = std::make_unique<int[]>(8);
  return p ? p[0] : 0;
}

int arrayReplaced() {
  auto p = std::make_unique<int[]>(8);
  int a = p[0];
  p.reset(new int[16]());
  return a + p[15];
}

int *arrayReleased() {
  auto p = std::make_unique<int[]>(8);
  p[0] = 1;
  return p.release();
}

struct Cell {
  static int live;
  Cell() { ++live; }
  ~Cell() { --live; }
  int n = 0;
};
void look();
void deletedEarlyWithDestructors() {
  Cell *cells = new Cell[8];
  cells[0].n = 1;
  delete[] cells;
  look();
}

static void endOne(int *p) { delete p; }
int deletedAsOne() {
  int *p = new int[8]();
  int x = p[0];
  endOne(p); // the wrong delete is another check's finding
  return x;
}

int iteratorKept(std::vector<int>::iterator &out) {
  std::vector<int> v(8);
  out = v.begin();
  return v[0];
}

int recursive(int n) {
  std::vector<int> v(8);
  v[0] = n;
  return n == 0 ? 0 : v[0] + recursive(n - 1);
}

template <std::size_t N> int sizeOfTheInstance(std::size_t n) {
  std::vector<int> v(N == 0 ? n : N);
  return v[0];
}
int dynamicInstance(std::size_t n) { return sizeOfTheInstance<0>(n) + sizeOfTheInstance<8>(n); }
