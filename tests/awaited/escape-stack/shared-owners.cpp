// flags: -std=c++20
// heap-to-stack of what a shared_ptr owns alone; silent where it is shared with what lives longer.
#include <functional>
#include <memory>
#include <utility>
#include <vector>

struct P {
  int x = 0, y = 0;
};
static int readPart(const P &p) { return p.x; }

int madeShared() {
  auto s = std::make_shared<P>(); // want "P.*does not escape.*8 bytes"
  s->x = 1;
  return s->x;
}

int sharedFromNew() {
  std::shared_ptr<P> s(new P); // want "P.*does not escape.*8 bytes"
  return readPart(*s);
}

int constShared() {
  const std::shared_ptr<const P> s = std::make_shared<P>(); // want "P.*does not escape.*8 bytes"
  return s->y;
}

int sharedInEachIteration(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    auto s = std::make_shared<P>(); // want "P.*does not escape.*8 bytes"
    s->x = i;
    sum += readPart(*s);
  }
  return sum;
}

void byValueOutOfSight() {
  void take(std::shared_ptr<P>);
  auto s = std::make_shared<P>();
  take(s);
}

void byReferenceOutOfSight() {
  void take(const std::shared_ptr<P> &);
  auto s = std::make_shared<P>();
  take(s);
}

void keptInAParameter(std::vector<std::shared_ptr<P>> &all) {
  auto s = std::make_shared<P>();
  all.push_back(s);
  s->x = 1;
}

std::shared_ptr<P> copyReturned() {
  auto s = std::make_shared<P>();
  auto t = s;
  s->x = 1;
  return t;
}

std::function<int()> copyCaptured() {
  auto s = std::make_shared<P>();
  return [s] { return s->x; };
}

bool observedThroughWeak(std::weak_ptr<P> &w) {
  auto s = std::make_shared<P>();
  w = s;
  return s->x == 0;
}

std::shared_ptr<int> partReturned() {
  auto s = std::make_shared<P>();
  return {s, &s->y};
}

struct Base {
  virtual ~Base() = default;
};
struct Derived : Base {
  int n = 0;
};
std::shared_ptr<Base> convertedAndReturned() {
  auto s = std::make_shared<Derived>();
  s->n = 1;
  return s;
}

std::shared_ptr<P> released;
void convertedFromUnique() {
  auto p = std::make_unique<P>();
  p->x = 2;
  released = std::shared_ptr<P>(std::move(p));
}
