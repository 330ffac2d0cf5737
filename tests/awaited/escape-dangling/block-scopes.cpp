// flags: -std=c++20
// A block's variable ends before the function does. Where its address leaves the function it is
// found as any other; uses within the function are the compiler's and the sanitizer's.
#include <string>
#include <string_view>
#include <vector>

int *current;

void storedInABlock(bool c) {
  if (c) {
    int n = 1;
    current = &n; // want "'n'.*outlives.*'current'"
  }
}

void storedInALoop(const std::vector<int> &v) {
  for (int x : v) {
    int n = x;
    current = &n; // want "'n'.*outlives.*'current'"
  }
}

void resetInTheBlock(bool c) {
  if (c) {
    int n = 1;
    current = &n;
    *current = 2;
    current = nullptr;
  }
}

void elementByReference(std::vector<int> &v) {
  for (int &x : v)
    current = &x;
}

void elementByValue(const std::vector<int> &v) {
  for (int x : v)
    current = &x; // want "'x'.*outlives.*'current'"
}

int usedBehindItsBlock() {
  int *p;
  {
    int n = 1;
    p = &n; // fn: want "'n'.*outlives" nothing leaves the function: left to the compiler
  }
  return *p;
}

std::size_t viewBehindItsBlock(bool c) {
  std::string_view v = "none";
  if (c) {
    std::string s(30, 'x');
    v = s; // fn: want "'s'.*outlives" nothing leaves the function: left to the compiler
  }
  return v.empty() ? 0 : static_cast<std::size_t>(v[0]);
}
