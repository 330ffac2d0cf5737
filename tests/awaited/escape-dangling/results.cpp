// flags: -std=c++20
// Sink: the result. Of a local, a parameter by value, parts of them, in whatever wrapping. The
// borrow and the sink stand on one line. Traps 3, 34.
#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct Pair {
  int a = 0, b = 0;
  int many[3] = {};
  int *itsA() { return &a; }
  const Pair &self() const { return *this; }
  auto reader() {
    return [this] { return a; };
  }
};
static int *same(int *p) { return p; }
static const int &first(const int &a, const int &) { return a; }
static int *partOf(Pair &p) { return &p.b; }

int *local() {
  int n = 1;
  return &n; // want "'n'.*outlives"
}

int &localByReference() {
  int n = 1;
  return n; // want "'n'.*outlives"
}

int *parameter(int n) {
  return &n; // want "'n'.*outlives"
}

const int &parameterByReference(int n) {
  return n; // want "'n'.*outlives"
}

int *throughAVariable() {
  int n = 1;
  int *p = &n; return p; // want "'n'.*outlives"
}

int &throughAReference() {
  int n = 1;
  int &r = n; return r; // want "'n'.*outlives"
}

int *onOnePath(bool c, int *other) {
  int n = 1;
  return c ? other : &n; // want "'n'.*outlives"
}

int *underACondition(int *p) {
  int n = 1;
  if (!p)
    return &n; // want "'n'.*outlives"
  return p;
}

int *partOfALocal() {
  Pair p;
  return &p.b; // want "'p'.*outlives"
}

int *elementOfALocal() {
  int a[4] = {};
  return a + 1; // want "'a'.*outlives"
}

int *memberOfALocal() {
  Pair p;
  return p.many; // want "'p'.*outlives"
}

int **addressOfAPointer(int *p) {
  return &p; // want "'p'.*outlives"
}

int *ofAStdArray() {
  std::array<int, 4> a{};
  return a.data(); // want "'a'.*outlives"
}

int *handedBackByAFunction() {
  int n = 1;
  return same(&n); // want "'n'.*outlives"
}

const int &handedBackByReference(int a, const int &b) {
  return first(a, b); // want "'a'.*outlives"
}

const int &theOtherHandedBack(int a, const int &b) { return first(b, a); }

int *handedBackByAMember() {
  Pair p;
  return p.itsA(); // want "'p'.*outlives"
}

const Pair &itself(Pair p) {
  return p.self(); // want "'p'.*outlives"
}

int *partByAFunction() {
  Pair p;
  return partOf(p); // want "'p'.*outlives"
}

struct View {
  const int *p;
  int n;
};
View inAnAggregate() {
  int n = 1;
  return {&n, 2}; // want "'n'.*outlives"
}

View inAFieldSetBefore() {
  int n = 1;
  View v{}; v.p = &n; return v; // want "'n'.*outlives"
}

std::pair<int *, int> inAPair() {
  int n = 1;
  return {&n, 2}; // want "'n'.*outlives"
}

std::vector<int *> inAVector() {
  int n = 1;
  return {&n}; // want "'n'.*outlives"
}

std::vector<int *> pushedIntoAVector() {
  int n = 1;
  std::vector<int *> v; v.push_back(&n); return v; // want "'n'.*outlives"
}

std::unique_ptr<View> onTheHeap() {
  int n = 1;
  return std::make_unique<View>(View{&n, 1}); // want "'n'.*outlives"
}

View *onTheHeapByNew() {
  int n = 1;
  return new View{&n, 1}; // want "'n'.*outlives"
}

std::reference_wrapper<int> wrapped() {
  int n = 1;
  return std::ref(n); // want "'n'.*outlives"
}

auto closure() {
  int n = 1;
  return [&n] { return n; }; // want "'n'.*outlives"
}

auto closureByDefault(int n) {
  return [&] { return n; }; // want "'n'.*outlives"
}

auto closureWithAPointer() {
  int n = 1;
  return [p = &n] { return *p; }; // want "'n'.*outlives"
}

auto closureOfABinding(std::pair<int, int> made) {
  auto [a, b] = made;
  return [&a, m = b] { return a + m; }; // want "'a'.*outlives"
}

auto closureOfALocalThis() {
  Pair p;
  return p.reader(); // want "'p'.*outlives"
}

std::function<int()> closureInAFunction() {
  int n = 1;
  return [&n] { return ++n; }; // want "'n'.*outlives"
}

std::function<int()> closureInAFunctionBefore() {
  int n = 1;
  std::function<int()> f = [&n] { return n; }; return f; // want "'n'.*outlives"
}

std::string_view viewOfALocal() {
  std::string s = "text";
  return s; // want "'s'.*outlives"
}

std::span<int> spanOfALocal() {
  int a[4] = {};
  return a; // want "'a'.*outlives"
}
