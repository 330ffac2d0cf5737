// flags: -std=c++20
// boxed-callable, found: a closure that std::function has no room for, or may not keep there, and
// the one it is handed to only calls it; or it never leaves the function.
#include <any>
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using Big = std::array<int, 32>;
static int callNow(const std::function<int()> &f) { return f(); }
static int callByValue(std::function<int()> f) { return f() + f(); }
static int callDeeper(const std::function<int()> &f) { return callNow(f); }
static int callIfAny(const std::function<int(int)> &f) { return f ? f(1) : 0; }
static int readAny(const std::any &a) { return std::any_cast<const Big &>(a)[0]; }

int large(Big b) {
  return callNow([b] { return b[0]; }); // want "closure of 128 bytes.*keeps 16.*'callNow' only calls it"
}

int largeByValue(Big b) {
  return callByValue([b] { return b[0]; }); // want "closure of 128 bytes.*keeps 16.*'callByValue' only calls it"
}

int largeDeeper(Big b) {
  return callDeeper([b] { return b[0]; }); // want "closure of 128 bytes.*keeps 16.*'callDeeper' only calls it"
}

int threeReferences(int &a, int &b, int &c) {
  return callNow([&] { return a + b + c; }); // want "closure of 24 bytes.*keeps 16"
}

int fiveInts(int a, int b, int c, int d, int e) {
  return callNow([=] { return a + b + c + d + e; }); // want "closure of 20 bytes.*keeps 16"
}

int aString(std::string s) {
  return callNow([s = std::move(s)] { return static_cast<int>(s.size()); }); // want "closure of 32 bytes.*keeps 16"
}

// Small enough, but not trivially copyable: libstdc++ boxes it all the same.
int aSharedPointer(std::shared_ptr<int> p) {
  return callNow([p] { return *p; }); // want "closure of 16 bytes"
}

int anArgument(Big b) {
  return callIfAny([b](int n) { return b[0] + n; }); // want "closure of 128 bytes.*'callIfAny' only calls it"
}

int inEachIteration(const std::vector<std::string> &all) {
  int sum = 0;
  for (const std::string &s : all)
    sum += callNow([s] { return static_cast<int>(s.size()); }); // want "closure of 32 bytes.*keeps 16"
  return sum;
}

int onlyCalledHere(Big b) {
  std::function<int()> f = [b] { return b[0]; }; // want "closure of 128 bytes.*keeps 16"
  return f() + f();
}

int aFunctorClass(Big b) {
  struct Sum {
    Big b;
    int operator()() const { return b[0] + b[1]; }
  };
  return callNow(Sum{b}); // want "128 bytes.*keeps 16"
}

int anAny(Big b) {
  return readAny(b); // want "128 bytes.*keeps 8"
}

int anAnyHere(Big b) {
  std::any a = b; // want "128 bytes.*keeps 8"
  return std::any_cast<const Big &>(a)[0];
}
