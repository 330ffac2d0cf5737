// Single objects: `saves N` is how many allocations fewer a call makes with AFTER defined. Those
// that save 0 look like the others, and stay as they are.
#include "counted.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

struct P {
  int x = 0, y = 0;
};
struct Q {
  explicit Q(int n) : n(n) {}
  int twice() const { return 2 * n; }
  int n;
};
struct Limit {
  char bytes[1024];
};
static int Live = 0, Most = 0;
struct Tracked {
  int n = 1;
  Tracked() { Most = ++Live > Most ? Live : Most; }
  ~Tracked() { --Live; }
};

int made() { // saves 1
#ifdef AFTER
  P p;
  p.x = 1;
  return p.x + p.y;
#else
  auto p = std::make_unique<P>();
  p->x = 1;
  return p->x + p->y;
#endif
}

int madeWithAnArgument() { // saves 1
#ifdef AFTER
  Q q(4);
  return q.twice();
#else
  auto q = std::make_unique<Q>(4);
  return q->twice();
#endif
}

int ownerAndNew() { // saves 1
#ifdef AFTER
  P p;
  p.y = 2;
  return p.y;
#else
  std::unique_ptr<P> p(new P);
  p->y = 2;
  return p->y;
#endif
}

int newAndDelete() { // saves 1
#ifdef AFTER
  P p;
  p.x = 3;
  return p.x;
#else
  P *p = new P;
  p->x = 3;
  int x = p->x;
  delete p;
  return x;
#endif
}

int newOfAScalar() { // saves 1
#ifdef AFTER
  int n = 3;
  n += 2;
  return n;
#else
  int *n = new int(3);
  *n += 2;
  int r = *n;
  delete n;
  return r;
#endif
}

int newBoundToAReference() { // saves 1
#ifdef AFTER
  P p;
  p.x = 4;
  return p.x;
#else
  P &p = *new P;
  p.x = 4;
  int x = p.x;
  delete &p;
  return x;
#endif
}

int valueCopied() { // saves 1
#ifdef AFTER
  P p;
  p.x = 6;
  P copy = p;
  return copy.x;
#else
  auto p = std::make_unique<P>();
  p->x = 6;
  P copy = *p;
  return copy.x;
#endif
}

int aliased() { // saves 1
#ifdef AFTER
  P p;
  P *q = &p;
  q->x = 7;
  return p.x;
#else
  auto p = std::make_unique<P>();
  P *q = p.get();
  q->x = 7;
  return p->x;
#endif
}

int movedToAnotherLocal() { // saves 1
#ifdef AFTER
  P q;
  q.x = 8;
  return q.x;
#else
  auto p = std::make_unique<P>();
  p->x = 8;
  auto q = std::move(p);
  return q->x;
#endif
}

int onceInEachOfTenTurns() { // saves 10
  int sum = 0;
  for (int i = 0; i < 10; ++i) {
#ifdef AFTER
    Q q(i);
    sum += q.twice();
#else
    auto q = std::make_unique<Q>(i);
    sum += q->twice();
#endif
  }
  return sum;
}

int asLargeAsTheLimit() { // saves 1
#ifdef AFTER
  Limit p{};
  p.bytes[1] = 2;
  return p.bytes[1];
#else
  auto p = std::make_unique<Limit>();
  p->bytes[1] = 2;
  return p->bytes[1];
#endif
}

// The text it owns stays where it was.
int ownsMore() { // saves 1
#ifdef AFTER
  std::string s("a text of more than sixteen letters");
  return static_cast<int>(s.size());
#else
  auto s = std::make_unique<std::string>("a text of more than sixteen letters");
  return static_cast<int>(s->size());
#endif
}

int destroyedOnce() { // saves 1
#ifdef AFTER
  {
    Tracked t;
    Most += t.n;
  }
#else
  {
    auto t = std::make_unique<Tracked>();
    Most += t->n;
  }
#endif
  return 100 * Most + Live;
}

struct Pair {
  P *leaves, *stays;
};
int oneFieldLeaves(P *&out) {
  auto *a = new P;
#ifdef AFTER
  P b;
  Pair pair{a, &b};
#else
  auto b = std::make_unique<P>();
  Pair pair{a, b.get()};
#endif
  pair.stays->x = 1;
  out = pair.leaves;
  return pair.stays->x;
}
int theOtherFieldStays() { // saves 1
  P *out = nullptr;
  int n = oneFieldLeaves(out);
  delete out;
  return n;
}

static std::vector<std::unique_ptr<P>> Kept;
int quietKept() { // saves 0
  Kept.reserve(1);
  auto p = std::make_unique<P>();
  p->x = 9;
  Kept.push_back(std::move(p));
  int x = Kept.back()->x;
  Kept.pop_back();
  return x;
}

int quietReplaced() { // saves 0
  auto q = std::make_unique<Q>(0);
  for (int i = 0; i < 3; ++i)
    q = std::make_unique<Q>(q->n + i);
  return q->n;
}

static std::unique_ptr<P> returns() {
  auto p = std::make_unique<P>();
  p->x = 10;
  return p;
}
int quietReturned() { return returns()->x; } // saves 0

int main() {
  CALL(made);
  CALL(madeWithAnArgument);
  CALL(ownerAndNew);
  CALL(newAndDelete);
  CALL(newOfAScalar);
  CALL(newBoundToAReference);
  CALL(valueCopied);
  CALL(aliased);
  CALL(movedToAnotherLocal);
  CALL(onceInEachOfTenTurns);
  CALL(asLargeAsTheLimit);
  CALL(ownsMore);
  CALL(destroyedOnce);
  CALL(theOtherFieldStays);
  CALL(quietKept);
  CALL(quietReplaced);
  CALL(quietReturned);
}
