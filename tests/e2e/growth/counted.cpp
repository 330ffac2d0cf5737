// checks: reserve-missing
#include "calls.h"

#include <climits>
#include <cstdint>
#include <vector>

std::vector<int> upwards(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<unsigned> unsignedUpwards(unsigned n) {
  std::vector<unsigned> v;
  for (unsigned i = 0; i != n; ++i)
    v.push_back(i);
  return v;
}

std::vector<std::int64_t> wideCount(std::int64_t n) {
  std::vector<std::int64_t> v;
  for (std::int64_t i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> included(int n) {
  std::vector<int> v;
  for (int i = 1; i <= n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> between(int a, int b) {
  std::vector<int> v;
  for (int i = a; i < b; ++i)
    v.push_back(i);
  return v;
}

std::vector<unsigned> unsignedBetween(unsigned a, unsigned b) {
  std::vector<unsigned> v;
  for (unsigned i = a; i < b; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> thirds(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; i += 3)
    v.push_back(i);
  return v;
}

std::vector<int> downwards(int n) {
  std::vector<int> v;
  for (int i = n; i-- > 0;)
    v.push_back(i);
  return v;
}

std::vector<int> counting(int n) {
  std::vector<int> v;
  int i = 0;
  while (i < n) {
    v.push_back(i);
    ++i;
  }
  return v;
}

std::vector<int> countingDown(int n) {
  std::vector<int> v;
  while (n-- > 0)
    v.push_back(n);
  return v;
}

std::vector<int> quietDouble(double n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

int main() {
  for (int n : {0, 1, -1, 7, 1000, -1000, INT_MIN}) {
    call("upwards", upwards, n);
    call("included", included, n);
    call("thirds", thirds, n == 1000 ? 3000 : n);
    call("counting", counting, n);
    call("wideCount", wideCount, std::int64_t{n});
    call("quietDouble", quietDouble, n + 0.5);
    if (n != INT_MIN) { // their counter would overflow
      call("downwards", downwards, n);
      call("countingDown", countingDown, n);
    }
  }
  call("wideCount", wideCount, INT64_MIN);
  for (unsigned n : {0u, 1u, 1000u})
    call("unsignedUpwards", unsignedUpwards, n);
  call("between", between, 0, 0);
  call("between", between, 0, 1);
  call("between", between, -500, 500);
  call("between", between, 5, 3);
  call("between", between, INT_MAX, INT_MIN);
  call("between", between, INT_MAX - 3, INT_MAX);
  call("between", between, INT_MIN, INT_MIN + 3);
  call("unsignedBetween", unsignedBetween, 0u, 1000u);
  call("unsignedBetween", unsignedBetween, 5u, 3u);
  call("unsignedBetween", unsignedBetween, UINT_MAX, 0u);
  call("unsignedBetween", unsignedBetween, UINT_MAX - 3, UINT_MAX);
}
