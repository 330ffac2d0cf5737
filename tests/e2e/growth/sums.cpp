// checks: reserve-missing
#include "calls.h"

#include <climits>
#include <cstdint>
#include <stdexcept>
#include <vector>

struct Size {
  int width, height;
};

std::vector<int> gridOfFields(const Size &size) {
  std::vector<int> v;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x)
      v.push_back(x - y);
  return v;
}

std::vector<int> grid(std::size_t width, std::size_t height) {
  std::vector<int> v;
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      v.push_back(0);
    }
  }
  return v;
}

std::vector<int> mixedGrid(int width, unsigned height) {
  std::vector<int> v;
  for (unsigned y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      v.push_back(x);
  return v;
}

std::vector<int> includedGrid(int width, int height) {
  std::vector<int> v;
  for (int y = 1; y <= height; ++y)
    for (int x = 0; x <= width; ++x)
      v.push_back(x);
  return v;
}

std::vector<int> innerBetween(int a, int b, int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    for (int j = a; j < b; ++j)
      v.push_back(j);
  return v;
}

std::vector<unsigned> cube(unsigned n) {
  std::vector<unsigned> v;
  for (unsigned x = 0; x < n; ++x)
    for (unsigned y = 0; y < n; ++y)
      for (unsigned z = 0; z < n; ++z)
        v.push_back(z);
  return v;
}

std::vector<int> constantInside(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src)
    for (int j = 0; j < 4; ++j)
      v.push_back(x >> j);
  return v;
}

std::vector<int> innerAndOneMore(int n, int m) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i) {
    v.push_back(-1);
    for (int j = 0; j < m; ++j)
      v.push_back(j);
  }
  return v;
}

std::vector<int> threeInARow(int n, const std::vector<int> &src) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  for (int x : src)
    v.push_back(x + 1);
  for (int i = 0; i < 10; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> smallOnes() {
  std::vector<int> v;
  for (int i = 0; i < 3; ++i)
    v.push_back(i);
  for (int i = 0; i < 3; ++i)
    v.push_back(-i);
  return v;
}

std::vector<int> signedSum(int n, int m) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  for (int i = 0; i < m; ++i)
    v.push_back(-i);
  return v;
}

std::vector<int> gridAndMore(int n, int m) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j)
      v.push_back(i + j);
  for (int i = 0; i <= n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> threeInALoopOfTwo() {
  std::vector<int> v;
  for (int i = 0; i < 2; ++i) {
    v.push_back(i);
    v.push_back(-i);
    v.emplace_back(7);
  }
  return v;
}

std::vector<int> twoApart(int n) {
  std::vector<int> v;
  int steps = 0;
  for (int i = 0; i < n; ++i) {
    v.push_back(i);
    ++steps;
    v.emplace_back(i % (steps + 1));
  }
  return v;
}

std::vector<int> twoEverySecond(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; i += 2) {
    v.push_back(i);
    v.push_back(i + 1);
  }
  return v;
}

std::vector<int> twoEach(int n, int m) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j) {
      v.push_back(i);
      v.push_back(j);
    }
  return v;
}

std::vector<int> eitherBranch(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src) {
    if (x % 3 == 0)
      v.push_back(-1);
    else if (x % 3 == 1)
      v.push_back(0);
    else {
      int y = x * 2;
      v.emplace_back(y);
    }
  }
  return v;
}

std::vector<int> branchAndOneMore(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src) {
    if (x % 2)
      v.push_back(x);
    else
      v.push_back(0);
    v.push_back(x);
  }
  return v;
}

std::vector<int> throws(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src) {
    if (x < 0)
      throw std::invalid_argument("negative");
    v.push_back(x + 1);
  }
  return v;
}

std::vector<int> oneBefore(int n) {
  std::vector<int> v;
  v.push_back(-1);
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> copiedBefore(const std::vector<int> &other, int n) {
  std::vector<int> v(other);
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> productAfterSome(int n, int m) {
  std::vector<int> v{1, 2, 3};
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m; ++j)
      v.push_back(j);
  return v;
}

std::vector<int> lookedAt(int n) {
  std::vector<int> v;
  int first = v.empty() ? 1 : 2;
  for (int i = 0; i < n; ++i)
    v.push_back(i + first);
  return v;
}

std::vector<int> insertedAtTheEnd(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    v.insert(v.end(), i);
  return v;
}

std::vector<int> resultUsed(int n) {
  std::vector<int> v;
  int total = 0;
  for (int i = 0; i < n; ++i)
    total += v.emplace_back(i) % 7;
  v.back() = total;
  return v;
}

std::vector<int> quietJagged(const std::vector<std::vector<int>> &rows) {
  std::vector<int> v;
  for (const auto &row : rows)
    for (int x : row)
      v.push_back(x);
  return v;
}

std::vector<int> quietPointee(int n, const Size *size) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < size->width; ++j)
      v.push_back(j);
  return v;
}

std::vector<int> quietDivision(int n, int m, int d) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < m / d; ++j)
      v.push_back(j);
  return v;
}

std::vector<int> quietReserved(int n) {
  std::vector<int> v;
  v.reserve(64);
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> quietOnlyOneBranch(const std::vector<int> &src) {
  std::vector<int> v;
  for (int x : src) {
    v.push_back(x);
    if (x % 2)
      v.push_back(-x);
  }
  return v;
}

void callTwo(int n, int m) {
  call("gridOfFields", gridOfFields, Size{n, m});
  call("innerBetween", innerBetween, -m, 0, n);
  call("productAfterSome", productAfterSome, n, m);
  call("twoEach", twoEach, n, m);
  call("signedSum", signedSum, n, m);
  if (n < INT_MAX && m < INT_MAX) {
    call("includedGrid", includedGrid, n, m);
    call("gridAndMore", gridAndMore, n, m);
  }
  if (n < INT_MAX)
    call("innerAndOneMore", innerAndOneMore, n, m);
}

void callOne(int n) {
  call("twoApart", twoApart, n == 1000 ? 500 : n);
  call("twoEverySecond", twoEverySecond, n);
  call("oneBefore", oneBefore, n);
  call("copiedBefore", copiedBefore, std::vector<int>(5), n);
  call("lookedAt", lookedAt, n);
  call("insertedAtTheEnd", insertedAtTheEnd, n);
  call("quietReserved", quietReserved, n);
  if (n > 0)
    call("resultUsed", resultUsed, n);
  std::vector<int> src(n > 0 ? static_cast<std::size_t>(n) : 0, 1);
  call("threeInARow", threeInARow, n, src);
  call("constantInside", constantInside, src);
  call("eitherBranch", eitherBranch, src);
  call("branchAndOneMore", branchAndOneMore, src);
  call("quietOnlyOneBranch", quietOnlyOneBranch, src);
  call("throws", throws, src);
  src.push_back(-1);
  call("throws", throws, src);
}

int main() {
  for (int n : {0, 1, -1, 25, 40, INT_MIN + 1}) {
    callTwo(n, 0);
    callTwo(n, 1);
    callTwo(n, -1);
    callTwo(n, 40);
    callTwo(0, n);
    callTwo(-1, n);
  }
  callTwo(25, 40);
  callTwo(999, 1);
  callTwo(1, 999);
  callTwo(500, 1);
  callTwo(20, 49);
  callTwo(25, 39);
  call("signedSum", signedSum, 500, 500);
  call("signedSum", signedSum, INT_MIN, 1000);
  call("gridOfFields", gridOfFields, Size{INT_MAX, 0});
  call("gridOfFields", gridOfFields, Size{INT_MAX, INT_MIN});
  call("productAfterSome", productAfterSome, -1, INT_MAX);
  call("productAfterSome", productAfterSome, INT_MIN, INT_MIN);
  call("twoEach", twoEach, INT_MIN, INT_MAX);
  call("innerAndOneMore", innerAndOneMore, -1, INT_MAX);
  call("innerAndOneMore", innerAndOneMore, 0, INT_MIN);
  call("gridAndMore", gridAndMore, -5, INT_MAX);
  call("includedGrid", includedGrid, INT_MAX, 0);
  call("includedGrid", includedGrid, 39, 25);
  call("gridAndMore", gridAndMore, 27, 36);
  call("innerBetween", innerBetween, INT_MAX, INT_MIN, 1);
  call("innerBetween", innerBetween, INT_MAX, INT_MIN, 40);
  for (int n : {0, 1, -1, 5, 495, 250, 500, 1000, -1000, INT_MIN})
    callOne(n);
  for (unsigned n : {0u, 1u, 10u})
    call("cube", cube, n);
  call("grid", grid, std::size_t{40}, std::size_t{25});
  call("grid", grid, SIZE_MAX, std::size_t{0});
  call("mixedGrid", mixedGrid, 40, 25u);
  call("mixedGrid", mixedGrid, -1, 25u);
  call("mixedGrid", mixedGrid, 0, 1000u);
  call("mixedGrid", mixedGrid, INT_MIN, 0u);
  call("smallOnes", smallOnes);
  call("threeInALoopOfTwo", threeInALoopOfTwo);
  call("quietJagged", quietJagged, std::vector<std::vector<int>>{{1, 2}, {}, {3}});
  call("quietPointee", quietPointee, 0, static_cast<const Size *>(nullptr));
  call("quietDivision", quietDivision, 0, 1, 0);
}
