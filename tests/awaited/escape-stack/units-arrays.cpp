// flags: -std=c++20
// heap-to-array: the other unit's functions take pointers and views of the elements; those that
// read are known only with both units. A count that another unit sets is no constant.
//--- a.h
#pragma once
#include <cstddef>
#include <span>
int sum(const int *p, std::size_t n);
int first(std::span<const int> s);
void keepElements(const int *p);
const int *larger(const int *a, const int *b);
extern const int Count;
//--- user.cpp
#include "a.h"
#include <memory>
#include <vector>
int reads() {
  std::vector<int> v(8); // want "'v' holds 8 .*array<int, 8>"
  return sum(v.data(), v.size());
}
int views() {
  std::vector<int> v{3, 2, 1}; // want "'v' holds 3 .*array<int, 3>"
  return first(v);
}
int fromUnique() {
  auto p = std::make_unique<int[]>(8); // want "'p' holds 8 .*array<int, 8>"
  return sum(p.get(), 8);
}
int fromNew() {
  int *p = new int[8](); // want "(holds 8|int.*does not escape)"
  int s = sum(p, 8);
  delete[] p;
  return s;
}
int oneOfThem() {
  std::vector<int> v(8); // want "'v' holds 8 .*array<int, 8>"
  return *larger(&v[0], &v[1]);
}
void kept() {
  static std::size_t calls;
  std::vector<int> v(8);
  v[0] = static_cast<int>(++calls);
  keepElements(v.data());
}
int countOfAnotherUnit() {
  std::vector<int> v(Count);
  return v.empty();
}
//--- other.cpp
#include "a.h"
static const int *kept;
extern const int Count = 8;
int sum(const int *p, std::size_t n) {
  int s = 0;
  for (std::size_t i = 0; i < n; ++i)
    s += p[i];
  return s;
}
int first(std::span<const int> s) { return s[0]; }
void keepElements(const int *p) { kept = p; }
const int *larger(const int *a, const int *b) { return *a < *b ? b : a; }
