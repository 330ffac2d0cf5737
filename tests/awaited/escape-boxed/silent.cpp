// flags: -std=c++20
// boxed-callable, silent: it fits (libstdc++: 16 bytes and trivially copyable; std::any: 8 bytes
// and moved without throwing), nothing is converted, it must be kept, nobody knows who keeps it, or
// it happens once at start.
#include <algorithm>
#include <any>
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using Big = std::array<int, 32>;
void outOfSight(const std::function<int()> &);
static int callNow(const std::function<int()> &f) { return f(); }
static int callWith(const std::function<int(int)> &f, int n) { return f(n); }
template <class F> int callAny(F &&f) { return f(); }
static int plain() { return 1; }

int nothingCaptured() {
  return callNow([] { return 1; });
}
int oneReference(Big &b) {
  return callNow([&b] { return b[0]; });
}
int twoReferences(Big &a, Big &b) {
  return callNow([&a, &b] { return a[0] + b[0]; });
}
int byDefaultTwo(Big &a, Big &b) {
  return callNow([&] { return a[0] + b[0]; });
}
int fourInts(int a, int b, int c, int d) {
  return callNow([=] { return a + b + c + d; });
}
int aFunction() { return callNow(plain); }
int aFunctionsAddress() { return callNow(&plain); }
struct Counter {
  int n = 0;
  int next() { return ++n; }
  int itself() {
    return callNow([this] { return n; });
  }
};
int boundByALambda(Counter &c) {
  return callNow([&c] { return c.next(); });
}
int aMemberFunction(Counter &c) {
  const std::function<int(Counter &)> f = &Counter::next;
  return f(c);
}
int byReferenceWrapper(Big b) {
  auto big = [b] { return b[0]; };
  return callNow(std::ref(big));
}
int byTemplate(Big b) {
  return callAny([b] { return b[0]; });
}
int byAuto(Big b) {
  auto f = [b] { return b[0]; };
  return f();
}
int byAlgorithm(std::vector<int> &v, Big b) {
  return static_cast<int>(std::count_if(v.begin(), v.end(), [b](int x) { return x == b[0]; }));
}
int alreadyOne(const std::function<int()> &f) { return callNow(f); }
int recursive(int n) {
  std::function<int(int)> fib = [&fib](int k) { return k < 2 ? k : fib(k - 1) + fib(k - 2); };
  return callWith(fib, n);
}
int empty() {
  std::function<int()> f;
  return f ? f() : 0;
}

std::function<int()> kept;
std::map<int, std::function<int()>> handlers;
void keptInAGlobal(Big b) {
  kept = [b] { return b[0]; };
}
void keptInATable(Big b) {
  handlers[1] = [b] { return b[0]; };
}
std::function<int()> returned(Big b) {
  return [b] { return b[0]; };
}
static void keep(std::function<int()> f) { kept = std::move(f); }
void keptByAFunction(Big b) {
  keep([b] { return b[0]; });
}
class Button {
public:
  void onClick(std::function<int()> f) { clicked = std::move(f); }
  std::function<int()> clicked;
};
void keptByAnObject(Button &button, std::string s) {
  button.onClick([s] { return static_cast<int>(s.size()); });
}
void keptInAParameter(std::vector<std::function<int()>> &all, Big b) {
  all.push_back([b] { return b[0]; });
}
void unknownWhoKeeps(Big b) {
  outOfSight([b] { return b[0]; });
}

Big atStart{};
const std::function<int()> onceAtStart = [b = atStart] { return b[0]; };
int onceStatic() {
  static const std::function<int()> f = [b = atStart] { return b[0]; };
  return f();
}

int smallAny() {
  std::any a = 3;
  return std::any_cast<int>(a);
}
int pointerAny(Big *b) {
  std::any a = b;
  return (*std::any_cast<Big *>(a))[0];
}
std::any keptAny(Big b) { return b; }

template <class T> int sizeOfTheInstance(T t) {
  return callNow([t] { return static_cast<int>(t); });
}
int smallInstance() { return sizeOfTheInstance(1) + sizeOfTheInstance(2L); }
