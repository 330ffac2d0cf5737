// Sink: the result. Each function's text is that of a fixture of escape-dangling; the case reads
// through what it returned.
#include "cases.h"

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct Pair {
  int a = 1, b = 2;
  int many[3] = {};
  int *itsA() { return &a; }
  const Pair &self() const { return *this; }
  auto reader() {
    return [this] { return a; };
  }
};
struct View {
  const int *p;
  int n;
};
static int *same(int *p) { return p; }
static const int &first(const int &a, const int &) { return a; }
static int *partOf(Pair &p) { return &p.b; }
static int globalInt = 5;
static const int two = 2;

int *local() {
  int n = 1;
  return &n;
}
int &localByReference() {
  int n = 1;
  return n;
}
int *parameter(int n) { return &n; }
const int &parameterByReference(int n) { return n; }
int *throughAVariable() {
  int n = 1;
  int *p = &n;
  return p;
}
int *onOnePath(bool c, int *other) {
  int n = 1;
  return c ? other : &n;
}
int *partOfALocal() {
  Pair p;
  return &p.b;
}
int *elementOfALocal() {
  int a[4] = {};
  return a + 1;
}
int **addressOfAPointer(int *p) { return &p; }
int *ofAStdArray() {
  std::array<int, 4> a{};
  return a.data();
}
int *handedBackByAFunction() {
  int n = 1;
  return same(&n);
}
const int &handedBackByReference(int a, const int &b) { return first(a, b); }
int *handedBackByAMember() {
  Pair p;
  return p.itsA();
}
const Pair &itself() {
  Pair p;
  return p.self();
}
int *partByAFunction() {
  Pair p;
  return partOf(p);
}
View inAnAggregate() {
  int n = 1;
  return {&n, 2};
}
View inAFieldSetBefore() {
  int n = 1;
  View v{};
  v.p = &n;
  return v;
}
std::pair<int *, int> inAPair() {
  int n = 1;
  return {&n, 2};
}
std::vector<int *> inAVector() {
  int n = 1;
  return {&n};
}
std::unique_ptr<View> onTheHeap() {
  int n = 1;
  return std::make_unique<View>(View{&n, 1});
}
std::reference_wrapper<int> wrapped() {
  int n = 1;
  return std::ref(n);
}
auto closure() {
  int n = 1;
  return [&n] { return n; };
}
auto closureByDefault(int n) {
  return [&] { return n; };
}
auto closureWithAPointer() {
  int n = 1;
  return [p = &n] { return *p; };
}
auto closureOfABinding(std::pair<int, int> made) {
  auto [a, b] = made;
  return [&a, m = b] { return a + m; };
}
auto closureOfALocalThis() {
  Pair p;
  return p.reader();
}
std::function<int()> closureInAFunction() {
  int n = 1;
  return [&n] { return ++n; };
}
std::span<int> spanOfALocal() {
  int a[4] = {};
  return a;
}

int &staticLocal() {
  static int n = 1;
  return n;
}
int *perThread() {
  thread_local int n = 1;
  return &n;
}
const int &sameReference(const int &n) { return n; }
int *addressOfAReference(int &n) { return &n; }
int *samePointer(int *p) {
  int *q = p;
  return q;
}
int *reassignedAndBack(int *p) {
  int n = 1;
  int *q = p;
  p = &n;
  *p = 2;
  return q;
}
int *partOfAParameter(Pair *p) { return &p->b; }
const int &theOtherHandedBack(int a, const int &b) { return first(b, a); }
int *localReferenceToGlobal() {
  int &r = globalInt;
  return &r;
}
int *whatAVectorElementPointsTo(int *p) {
  std::vector<int *> all{p};
  return all[0];
}
std::function<int()> capturesByValue() {
  int n = 1;
  return [n] { return n; };
}
auto capturesAReferenceParameter(int &n) {
  return [&n] { return ++n; };
}
auto bindingsOfAParameter(std::pair<int, int> &p) {
  auto &[a, b] = p;
  return [&a, &b] { return a + b; };
}
Pair copyOfALocal() {
  Pair p;
  p.b = 3;
  return p;
}
std::array<int, 4> wholeArray() {
  std::array<int, 4> a{};
  return a;
}
std::span<int> sameSpan(std::span<int> s) { return s.first(1); }

static std::pair<int, int> numbers{1, 2};
static Pair pair;
static int table[4] = {};
static const Case Cases[] = {
    DANGLES(local, *local()),
    DANGLES(localByReference, localByReference()),
    DANGLES(parameter, *parameter(1)),
    DANGLES(parameterByReference, parameterByReference(1)),
    DANGLES(throughAVariable, *throughAVariable()),
    DANGLES(onOnePath, *onOnePath(false, nullptr)),
    FINE(onOnePath, *onOnePath(true, &globalInt)),
    DANGLES(partOfALocal, *partOfALocal()),
    DANGLES(elementOfALocal, *elementOfALocal()),
    DANGLES(addressOfAPointer, **addressOfAPointer(&globalInt)),
    DANGLES(ofAStdArray, *ofAStdArray()),
    DANGLES(handedBackByAFunction, *handedBackByAFunction()),
    DANGLES(handedBackByReference, handedBackByReference(1, two)),
    DANGLES(handedBackByAMember, *handedBackByAMember()),
    DANGLES(itself, itself().a),
    DANGLES(partByAFunction, *partByAFunction()),
    DANGLES(inAnAggregate, *inAnAggregate().p),
    DANGLES(inAFieldSetBefore, *inAFieldSetBefore().p),
    DANGLES(inAPair, *inAPair().first),
    DANGLES(inAVector, *inAVector()[0]),
    DANGLES(onTheHeap, *onTheHeap()->p),
    DANGLES(wrapped, wrapped().get()),
    DANGLES(closure, closure()()),
    DANGLES(closureByDefault, closureByDefault(1)()),
    DANGLES(closureWithAPointer, closureWithAPointer()()),
    DANGLES(closureOfABinding, closureOfABinding({1, 2})()),
    DANGLES(closureOfALocalThis, closureOfALocalThis()()),
    DANGLES(closureInAFunction, closureInAFunction()()),
    DANGLES(spanOfALocal, spanOfALocal()[1]),
    FINE(staticLocal, staticLocal()),
    FINE(perThread, *perThread()),
    FINE(sameReference, sameReference(two)),
    FINE(addressOfAReference, *addressOfAReference(globalInt)),
    FINE(samePointer, *samePointer(&globalInt)),
    FINE(reassignedAndBack, *reassignedAndBack(&globalInt)),
    FINE(partOfAParameter, *partOfAParameter(&pair)),
    FINE(theOtherHandedBack, theOtherHandedBack(1, two)),
    FINE(localReferenceToGlobal, *localReferenceToGlobal()),
    FINE(whatAVectorElementPointsTo, *whatAVectorElementPointsTo(&globalInt)),
    FINE(capturesByValue, capturesByValue()()),
    FINE(capturesAReferenceParameter, capturesAReferenceParameter(globalInt)()),
    FINE(bindingsOfAParameter, bindingsOfAParameter(numbers)()),
    FINE(copyOfALocal, copyOfALocal().b),
    FINE(wholeArray, wholeArray()[1]),
    FINE(sameSpan, sameSpan(table)[0]),
};
int main(int count, char **values) { return choose(Cases, count, values); }
