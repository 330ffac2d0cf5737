// Objects that functions in sight, closures and virtual functions of the very type are given.
#include "counted.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

struct P {
  int x = 0, y = 0;
};
static int readByReference(const P &p) { return p.x + p.y; }
static void change(P &p) { p.x = 1; }
static int twoDeep(P *p) {
  change(*p);
  return readByReference(*p);
}
static P *same(P *p) { return p; }
static P &firstOf(P &a, P &) { return a; }
template <class F> int callsIt(F f) { return f() + f(); }
struct Visitor {
  const P *last = nullptr;
  void remember(const P &p) { last = &p; }
};
struct Shape {
  virtual ~Shape() = default;
  virtual int area() const { return 0; }
};
struct Circle final : Shape {
  explicit Circle(int r) : r(r) {}
  int area() const override { return 3 * r * r; }
  int r;
};

int readAndChanged() { // saves 1
#ifdef AFTER
  P p;
  return twoDeep(&p);
#else
  auto p = std::make_unique<P>();
  return twoDeep(p.get());
#endif
}

int handedBack() { // saves 1
#ifdef AFTER
  P p;
  same(&p)->y = 2;
  return p.y;
#else
  auto p = std::make_unique<P>();
  same(p.get())->y = 2;
  return p->y;
#endif
}

static P *theOther(P &other) {
#ifdef AFTER
  P p;
  return &firstOf(other, p);
#else
  auto p = std::make_unique<P>();
  return &firstOf(other, *p);
#endif
}
int theOtherIsReturned() { // saves 1
  P other{3, 4};
  return theOther(other)->y;
}

int rememberedByALocal() { // saves 1
#ifdef AFTER
  P p;
  Visitor v;
  v.remember(p);
#else
  auto p = std::make_unique<P>();
  Visitor v;
  v.remember(*p);
#endif
  return v.last->x;
}

int copiedByMemcpy() { // saves 1
  const P from{1, 2};
#ifdef AFTER
  P p;
  std::memcpy(&p, &from, sizeof(P));
  return p.y;
#else
  auto p = std::make_unique<P>();
  std::memcpy(p.get(), &from, sizeof(P));
  return p->y;
#endif
}

int calledInAClosure() { // saves 1
#ifdef AFTER
  P p;
  auto add = [&](int n) { p.x += n; };
  add(1);
  add(2);
  return p.x;
#else
  auto p = std::make_unique<P>();
  auto add = [&](int n) { p->x += n; };
  add(1);
  add(2);
  return p->x;
#endif
}

int passedToATemplateThatCalls() { // saves 1
#ifdef AFTER
  P p;
  return callsIt([&p] { return ++p.x; });
#else
  auto p = std::make_unique<P>();
  return callsIt([&p] { return ++p->x; });
#endif
}

int inAnAlgorithm() { // saves 1
  static const int Numbers[] = {1, 2, 3};
#ifdef AFTER
  P p;
  std::for_each(std::begin(Numbers), std::end(Numbers), [&](int n) { p.x += n; });
  return p.x;
#else
  auto p = std::make_unique<P>();
  std::for_each(std::begin(Numbers), std::end(Numbers), [&](int n) { p->x += n; });
  return p->x;
#endif
}

int ofItsExactType() { // saves 1
#ifdef AFTER
  Circle c(2);
  return c.area();
#else
  auto c = std::make_unique<Circle>(2);
  return c->area();
#endif
}

int madeShared() { // saves 1
#ifdef AFTER
  P s;
  s.x = 5;
  return readByReference(s);
#else
  auto s = std::make_shared<P>();
  s->x = 5;
  return readByReference(*s);
#endif
}

// The object and its count are two allocations here.
int sharedFromNew() { // saves 2
#ifdef AFTER
  P s;
  return readByReference(s);
#else
  std::shared_ptr<P> s(new P);
  return readByReference(*s);
#endif
}

[[maybe_unused]] static void end(P *p) { delete p; }
int endedByAnother() { // saves 1
#ifdef AFTER
  P p;
  return p.x + 1;
#else
  P *p = new P;
  int x = p->x + 1;
  end(p);
  return x;
#endif
}

static P *KeptOne;
static void keeps(P *p) { KeptOne = p; }
int quietKeptByAFunction() { // saves 0
  P *p = new P;
  keeps(p);
  int x = KeptOne->x;
  delete KeptOne;
  return x;
}

static int consumes(std::unique_ptr<P> p) { return p->x; }
int quietMoved() { // saves 0
  auto p = std::make_unique<P>();
  p->x = 6;
  return consumes(std::move(p));
}

static auto closure() {
  auto p = std::make_unique<P>();
  p->x = 7;
  return [p = std::move(p)] { return p->x; };
}
int quietInAReturnedClosure() { return closure()(); } // saves 0

int main() {
  CALL(readAndChanged);
  CALL(handedBack);
  CALL(theOtherIsReturned);
  CALL(rememberedByALocal);
  CALL(copiedByMemcpy);
  CALL(calledInAClosure);
  CALL(passedToATemplateThatCalls);
  CALL(inAnAlgorithm);
  CALL(ofItsExactType);
  CALL(madeShared);
  CALL(sharedFromNew);
  CALL(endedByAnother);
  CALL(quietKeptByAFunction);
  CALL(quietMoved);
  CALL(quietInAReturnedClosure);
}
