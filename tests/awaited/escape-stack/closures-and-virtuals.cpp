// flags: -std=c++20
// heap-to-stack across closures, algorithms and virtual calls whose target is known; silent where
// it is not. Traps 1, 6, 34.
#include <algorithm>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

struct P {
  int x = 0, y = 0;
};

int calledHere() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  auto add = [&](int n) { p->x += n; };
  add(1);
  add(2);
  return p->x;
}

int rawCapturedByValue() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  auto get = [p] { return p->x; };
  int x = get();
  delete p;
  return x;
}

int insideALambda() {
  auto sum = [](int a, int b) {
    auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
    p->x = a;
    p->y = b;
    return p->x + p->y;
  };
  return sum(1, 2);
}

int inAnAlgorithm(const std::vector<int> &v) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  std::for_each(v.begin(), v.end(), [&](int n) { p->x += n; });
  return p->x;
}

template <class F> int callsIt(F f) { return f() + f(); }
int passedToATemplateThatCalls() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return callsIt([&p] { return ++p->x; });
}

std::function<int()> later;
template <class F> void keepsIt(F f) { later = f; }
void passedToATemplateThatKeeps() {
  P *p = new P;
  keepsIt([p] { return p->x; });
}

void passedOutOfSight() {
  void each(const std::function<void(int)> &);
  auto p = std::make_unique<P>();
  each([&](int n) { p->x += n; });
}

int initCaptureEndsWithTheClosure() {
  auto f = [p = std::make_unique<P>()] { return ++p->x; }; // want "P.*does not escape.*8 bytes"
  return f() + f();
}

auto initCaptureLeaves() {
  return [p = std::make_unique<P>()] { return p->x; };
}

std::function<int()> pointerOfABindingLeaves() {
  std::pair<P *, int> made(new P, 1);
  auto [p, n] = made;
  return [q = p, m = n] { return q->x + m; };
}

struct Widget {
  int n = 0;
  std::function<int()> onClick;
  int capturesThisNotIt() {
    auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
    p->x = n;
    onClick = [=, this] { return n; };
    return p->x;
  }
  void defaultCopyTakesThePointer() {
    P *p = new P;
    onClick = [=, this] { return n + p->x; };
  }
};

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const { return 0; }
  int doubled() const { return 2 * area(); }
};
struct Circle final : Shape {
  explicit Circle(int r) : r(r) {}
  int area() const override { return 3 * r * r; }
  int r;
};
static const Shape *lastDrawn;
struct Drawn final : Shape {
  int area() const override {
    lastDrawn = this;
    return 1;
  }
};

int exactType() {
  auto s = std::make_unique<Circle>(2); // want "Circle.*does not escape.*16 bytes"
  return s->area();
}

int exactBase() {
  auto s = std::make_unique<Shape>(); // want "Shape.*does not escape.*8 bytes"
  return s->area();
}

int overriderKeepsThis() {
  auto s = std::make_unique<Drawn>();
  return s->area();
}

// Which function Shape::doubled calls nobody can say without the whole program.
struct Square : Shape {
  int area() const override;
};
int calledOutOfSight() {
  auto s = std::make_unique<Square>();
  return s->doubled();
}

static int areaOf(const Circle &c) { return c.area(); }
int passedAsFinal() {
  auto s = std::make_unique<Circle>(3); // want "Circle.*does not escape.*16 bytes"
  return areaOf(*s);
}

int anyShape(const Shape &s);
int passedAsBase() {
  auto s = std::make_unique<Circle>(3);
  return anyShape(*s);
}
