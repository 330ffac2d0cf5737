// checks: reserve-missing
#include "calls.h"

#include <climits>
#include <cstdint>
#include <vector>

#define PORTS 16
constexpr int Slots = 64;

std::vector<int> onTheLeft(int n) {
  std::vector<int> v;
  for (int i = 0; n > i; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> onTheLeftIncluded(int n) {
  std::vector<int> v;
  for (int i = 0; n >= i; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> unequal(int a, int b) {
  std::vector<int> v;
  for (int i = a; i != b; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> betweenIncluded(int a, int b) {
  std::vector<int> v;
  for (int i = a; i <= b; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> thirdsBetween(int a, int b) {
  std::vector<int> v;
  for (int i = a; i < b; i += 3)
    v.push_back(i);
  return v;
}

std::vector<unsigned> unsignedPairs(unsigned n) {
  std::vector<unsigned> v;
  for (unsigned i = 0; i < n; i += 2)
    v.push_back(i);
  return v;
}

std::vector<int> fifths(int n) {
  std::vector<int> v;
  for (int i = 2; i <= n; i += 5)
    v.push_back(i);
  return v;
}

std::vector<int> manyConstants() {
  std::vector<int> v;
  for (int i = 0; i < 99; i += 2)
    v.push_back(i);
  return v;
}

std::vector<int> aroundZero() {
  std::vector<int> v;
  for (int i = -3; i <= 3; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> namedConstant() {
  std::vector<int> v;
  for (int i = 0; i < Slots / 2 - 1; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> macroConstant() {
  std::vector<int> v;
  for (int i = 0; i < PORTS; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> stepAsASum(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; i = i + 1)
    v.push_back(i);
  return v;
}

std::vector<unsigned> withoutComparison(unsigned n) {
  std::vector<unsigned> v;
  for (unsigned i = n; i--;)
    v.push_back(i);
  return v;
}

std::vector<int> toZeroIncluded(int n) {
  std::vector<int> v;
  for (int i = n - 1; i >= 0; --i)
    v.push_back(i);
  return v;
}

std::vector<int> aboveZero(int n) {
  std::vector<int> v;
  for (int i = n; i > 0; --i)
    v.push_back(i);
  return v;
}

std::vector<unsigned> untilZero(unsigned n) {
  std::vector<unsigned> v;
  for (unsigned i = n; i != 0; i--)
    v.push_back(i);
  return v;
}

std::vector<int> byMinusOne(int n) {
  std::vector<int> v;
  for (int i = n; i > 0; i -= 1)
    v.push_back(i);
  return v;
}

std::vector<int> downTo(int a, int b) {
  std::vector<int> v;
  for (int i = a; i > b; --i)
    v.push_back(i);
  return v;
}

std::vector<int> declaredBefore(int n) {
  std::vector<int> v;
  int i;
  for (i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> setBefore(int n) {
  std::vector<int> v;
  int i = 0;
  for (; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> inTheBody(int n) {
  std::vector<int> v;
  for (int i = 0; i < n;) {
    v.push_back(i);
    ++i;
  }
  return v;
}

std::vector<int> twoCounters(int n) {
  std::vector<int> v;
  int j = 0;
  for (int i = 0; i < n; ++i, ++j)
    v.push_back(i - j);
  return v;
}

std::vector<int> allButOne(int n) {
  std::vector<int> v;
  for (int i = 0; i < n - 1; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> oneMore(int n) {
  std::vector<int> v;
  for (int i = 0; i < n + 1; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> half(int n) {
  std::vector<int> v;
  for (int i = 0; i < n / 2; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> product(int n, int m) {
  std::vector<int> v;
  for (int i = 0; i < n * m; ++i)
    v.push_back(i);
  return v;
}

std::vector<unsigned> narrowed(std::uint64_t n) {
  std::vector<unsigned> v;
  for (unsigned i = 0; i < static_cast<unsigned>(n); ++i)
    v.push_back(i);
  return v;
}

std::vector<int> shortBound(short n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i)
    v.push_back(i);
  return v;
}

std::vector<std::uint64_t> wideUnsigned(std::uint64_t a, std::uint64_t b) {
  std::vector<std::uint64_t> v;
  for (std::uint64_t i = a; i < b; ++i)
    v.push_back(i);
  return v;
}

std::vector<std::int64_t> wideBetween(std::int64_t a, std::int64_t b) {
  std::vector<std::int64_t> v;
  for (std::int64_t i = a; i < b; ++i)
    v.push_back(i);
  return v;
}

std::vector<int> stepFirst(int n) {
  std::vector<int> v;
  int i = 0;
  while (i < n) {
    i++;
    v.push_back(i);
  }
  return v;
}

std::vector<int> stepInTheArgument(int n) {
  std::vector<int> v;
  int i = 0;
  while (i < n)
    v.push_back(i++);
  return v;
}

std::vector<unsigned> whileUnequal(unsigned n) {
  std::vector<unsigned> v;
  unsigned i = 0;
  while (i != n) {
    v.push_back(i);
    ++i;
  }
  return v;
}

std::vector<int> fromWhereItStands(int i, int n) {
  std::vector<int> v;
  while (i < n) {
    v.push_back(i);
    ++i;
  }
  return v;
}

std::vector<unsigned> countDown(unsigned n) {
  std::vector<unsigned> v;
  while (n--)
    v.push_back(n);
  return v;
}

std::vector<unsigned> countDownInTheBody(unsigned n) {
  std::vector<unsigned> v;
  while (n > 0) {
    v.push_back(n);
    --n;
  }
  return v;
}

std::vector<int> quietAtLeastOnce(int n) {
  std::vector<int> v;
  int i = 0;
  do {
    v.push_back(i);
  } while (++i < n);
  return v;
}

std::vector<int> quietSteps(int n, int step) {
  std::vector<int> v;
  for (int i = 0; i < n; i += step)
    v.push_back(i);
  return v;
}

std::vector<int> quietHalving(int n) {
  std::vector<int> v;
  for (int i = n; i > 0; i /= 2)
    v.push_back(i);
  return v;
}

std::vector<int> quietChanged(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i) {
    v.push_back(i);
    if (i > 5)
      --n;
  }
  return v;
}

std::vector<int> quietEnd(int n) {
  std::vector<int> v;
  for (int i = 0; i < n; ++i) {
    v.push_back(i);
    if (i == 500)
      break;
  }
  return v;
}

void callCounted(int n) {
  call("onTheLeft", onTheLeft, n);
  call("onTheLeftIncluded", onTheLeftIncluded, n == 1000 ? 999 : n);
  call("fifths", fifths, n == 1000 ? 5001 : n);
  call("stepAsASum", stepAsASum, n);
  call("aboveZero", aboveZero, n);
  call("byMinusOne", byMinusOne, n);
  call("declaredBefore", declaredBefore, n);
  call("setBefore", setBefore, n);
  call("inTheBody", inTheBody, n);
  call("twoCounters", twoCounters, n);
  call("half", half, n == 1000 ? 2000 : n);
  call("stepFirst", stepFirst, n);
  call("stepInTheArgument", stepInTheArgument, n);
  call("oneMore", oneMore, n == 1000 ? 999 : n);
  call("quietAtLeastOnce", quietAtLeastOnce, n);
  call("quietSteps", quietSteps, n, 2);
  call("quietHalving", quietHalving, n);
  call("quietChanged", quietChanged, n);
  call("quietEnd", quietEnd, n);
  if (n == INT_MIN)
    return; // what follows would overflow
  call("toZeroIncluded", toZeroIncluded, n);
  call("allButOne", allButOne, n == 1000 ? 1001 : n);
  call("product", product, n, 1);
  call("product", product, -1, n);
}

void callTwoBounds(int a, int b) {
  call("betweenIncluded", betweenIncluded, a, b);
  call("thirdsBetween", thirdsBetween, a, b);
  call("downTo", downTo, b, a);
  call("fromWhereItStands", fromWhereItStands, a, b);
  call("wideBetween", wideBetween, std::int64_t{a}, std::int64_t{b});
  if (a <= b)
    call("unequal", unequal, a, b);
}

int main() {
  for (int n : {0, 1, -1, 7, 1000, -1000, INT_MIN})
    callCounted(n);
  callTwoBounds(0, 0);
  callTwoBounds(0, 1);
  callTwoBounds(-500, 500);
  callTwoBounds(5, 3);
  callTwoBounds(INT_MAX, INT_MIN);
  callTwoBounds(INT_MAX - 3, INT_MAX - 1);
  callTwoBounds(INT_MIN + 1, INT_MIN + 3);
  call("betweenIncluded", betweenIncluded, 1, 1000);
  call("thirdsBetween", thirdsBetween, -1500, 1500);
  call("wideBetween", wideBetween, INT64_MAX, INT64_MIN);
  call("wideBetween", wideBetween, INT64_MAX - 2, INT64_MAX);
  call("wideUnsigned", wideUnsigned, std::uint64_t{0}, std::uint64_t{1000});
  call("wideUnsigned", wideUnsigned, UINT64_MAX, std::uint64_t{0});
  call("wideUnsigned", wideUnsigned, UINT64_MAX - 2, UINT64_MAX);
  for (unsigned n : {0u, 1u, 1000u}) {
    call("unsignedPairs", unsignedPairs, n == 1000 ? 1999u : n);
    call("withoutComparison", withoutComparison, n);
    call("untilZero", untilZero, n);
    call("whileUnequal", whileUnequal, n);
    call("countDown", countDown, n);
    call("countDownInTheBody", countDownInTheBody, n);
    call("narrowed", narrowed, std::uint64_t{n});
    call("narrowed", narrowed, n + (std::uint64_t{1} << 40));
  }
  for (int n : {0, -1, SHRT_MIN, 1000})
    call("shortBound", shortBound, static_cast<short>(n));
  call("manyConstants", manyConstants);
  call("aroundZero", aroundZero);
  call("namedConstant", namedConstant);
  call("macroConstant", macroConstant);
}
