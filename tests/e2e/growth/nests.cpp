// checks: reserve-missing
#include "calls.h"

#include <climits>
#include <vector>

std::vector<int> grid(int width, int height) {
  std::vector<int> v;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      v.push_back(x * 7 + y);
  return v;
}

std::vector<int> unsignedGrid(unsigned width, unsigned height) {
  std::vector<int> v;
  for (unsigned y = 0; y < height; ++y)
    for (unsigned x = 0; x < width; ++x)
      v.push_back(1);
  return v;
}

std::vector<int> pairs(const std::vector<int> &a, const std::vector<int> &b) {
  std::vector<int> v;
  for (int x : a)
    for (int y : b)
      v.push_back(x + y);
  return v;
}

std::vector<int> four(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < 4; ++j)
      v.push_back(i + j);
  return v;
}

std::vector<int> constant() {
  std::vector<int> v;
  for (int y = 0; y < 8; ++y)
    for (int x = 0; x < 8; ++x)
      v.push_back(x + y);
  return v;
}

std::vector<int> prefixed(int n) {
  std::vector<int> v = {1, 2, 3};
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> quietTriangle(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j)
      v.push_back(j);
  return v;
}

int main() {
  for (int n : {0, 1, -1, 25, 250, 1000, INT_MIN}) {
    call("grid", grid, n, 1);
    call("grid", grid, 1, n);
    call("grid", grid, n, -1);
    call("grid", grid, -1, n);
    call("grid", grid, n, 0);
    call("four", four, n);
    call("prefixed", prefixed, n);
    call("prefixed", prefixed, n == 1000 ? 997 : n);
    call("quietTriangle", quietTriangle, n);
  }
  call("grid", grid, 40, 25);
  call("grid", grid, INT_MAX, -1);
  call("grid", grid, INT_MAX, 0);
  call("unsignedGrid", unsignedGrid, 40u, 25u);
  call("unsignedGrid", unsignedGrid, UINT_MAX, 0u);
  call("constant", constant);
  const std::vector<int> a(40, 2), b(25, 3);
  call("pairs", pairs, a, b);
  call("pairs", pairs, a, std::vector<int>());
  call("pairs", pairs, std::vector<int>(), b);
}
