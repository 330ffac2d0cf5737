// flags: -std=c++20
// heap-to-stack, found: one object made once, used here, and gone with its name. The spellings of
// making, using and ending it.
#include <memory>
#include <new>
#include <string>
#include <utility>

struct P {
  int x = 0, y = 0;
};
struct Q {
  explicit Q(int n) : n(n) {}
  int twice() const { return 2 * n; }
  void set(int m) { n = m; }
  int n;
};
struct Limit {
  char bytes[1024];
};

int made() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  p->x = 1;
  return p->x + p->y;
}

int madeWithAnArgument(int n) {
  auto q = std::make_unique<Q>(n); // want "Q.*does not escape.*4 bytes"
  q->set(q->twice());
  return q->n;
}

int madeConst() {
  const auto p = std::make_unique<const P>(); // want "P.*does not escape.*8 bytes"
  return p->x;
}

int ownerAndNew() {
  std::unique_ptr<P> p(new P); // want "P.*does not escape.*8 bytes"
  p->y = 2;
  return p->y;
}

int ownerAndNewInBraces() {
  const std::unique_ptr<P> p{new P{1, 2}}; // want "P.*does not escape.*8 bytes"
  return (*p).y;
}

int ownerFromMake() {
  std::unique_ptr<P> p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return p.get()->x;
}

int newAndDelete() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  p->x = 3;
  int x = p->x;
  delete p;
  return x;
}

int newWithParentheses() {
  auto *const p = new P(); // want "P.*does not escape.*8 bytes"
  int x = p->x;
  delete p;
  return x;
}

int newOfAScalar() {
  int *n = new int(3); // want "int.*does not escape.*4 bytes"
  *n += 2;
  int r = *n;
  delete n;
  return r;
}

int newBoundToAReference() {
  P &p = *new P; // want "P.*does not escape.*8 bytes"
  p.x = 4;
  int x = p.x;
  delete &p;
  return x;
}

int deletedOnEachPath(bool c) {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  p->x = 5;
  if (c) {
    delete p;
    return 1;
  }
  int x = p->x;
  delete p;
  return x;
}

int copyReturned() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  p->x = 6;
  P copy = *p;
  return copy.x;
}

P valueReturned() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  p->x = 6;
  return *p;
}

void valueStored(P &out) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  p->x = 6;
  out = *p;
}

std::string contentMovedOut() {
  auto s = std::make_unique<std::string>("a text of more than sixteen letters"); // want "does not escape.*32 bytes"
  return std::move(*s);
}

int aliasedHere(bool c) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  P *q = p.get();
  int &r = c ? q->x : q->y;
  r = 7;
  return p->x;
}

int movedToAnotherLocal() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  p->x = 8;
  auto q = std::move(p);
  return q->x;
}

int inABlockUnderACondition(bool c) {
  if (c) {
    auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
    p->x = 1;
    return p->x;
  }
  return 0;
}

int onceInEachIteration(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    auto q = std::make_unique<Q>(i); // want "Q.*does not escape.*4 bytes"
    sum += q->twice();
  }
  return sum;
}

int rawInEachIteration(int n) {
  int sum = 0;
  while (n-- > 0) {
    P *p = new P; // want "P.*does not escape.*8 bytes"
    p->x = n;
    sum += p->x;
    delete p;
  }
  return sum;
}

int asLargeAsTheLimit() {
  auto p = std::make_unique<Limit>(); // want "Limit.*does not escape.*1024 bytes"
  p->bytes[1] = 2;
  return p->bytes[1];
}

int inAFieldOfALocal() {
  struct Pair {
    P *first;
    int second;
  };
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  Pair pair{p.get(), 1};
  pair.first->x = pair.second;
  return p->x;
}

int besideOneThatLeaves(P *&out) {
  P *leaves = new P;
  out = leaves;
  auto stays = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  stays->x = leaves->x;
  return stays->x;
}

// Its field is stored, not itself: Go's own answer for such is "escapes", and marked BAD there.
struct Holds {
  P *inner = nullptr;
  int own = 0;
};
P *fieldLeavesNotTheObject(P *other) {
  auto h = std::make_unique<Holds>(); // want "Holds.*does not escape.*16 bytes"
  h->inner = other;
  return h->inner;
}

P *oneFieldLeavesTheOtherStays() {
  struct Two {
    P *leaves, *stays;
  };
  auto *a = new P;
  auto b = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  Two two{a, b.get()};
  two.stays->x = 1;
  return two.leaves;
}

int trivialDestructorDeletedEarly() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  p->x = 1;
  int x = p->x;
  delete p;
  for (int i = 0; i < x; ++i)
    x += i * x;
  return x;
}

struct Guard {
  int &n;
  explicit Guard(int &n) : n(n) { ++n; }
  ~Guard() { --n; }
};
int destructorAtTheSameEnd(int &n) {
  auto g = std::make_unique<Guard>(n); // want "Guard.*does not escape.*8 bytes"
  return n + g->n;
}

int main() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return p->x;
}
