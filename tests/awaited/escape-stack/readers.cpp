// flags: -std=c++20
// heap-to-stack, found: passed to functions in sight that read, change or hand it back, and keep
// nothing; and beside each a twin that keeps, silent. Traps 1, 2, 10, 32.
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

struct P {
  int x = 0, y = 0;
};

static int readByReference(const P &p) { return p.x + p.y; }
static int readByPointer(const P *p) { return p ? p->x : 0; }
static void change(P &p) { p.x = 1; }
static void deeper(P *p) { change(*p); }
static int twoDeep(P *p) {
  deeper(p);
  return readByReference(*p);
}
static P *same(P *p) { return p; }
static P &firstOf(P &a, P &) { return a; }
static int *partOf(P *p) { return &p->y; }
static int byValue(P p) { return p.x; }
static P *kept;
static void keep(P *p) { kept = p; }
static void keepConst(const P &p) { kept = const_cast<P *>(&p); }
static void keepDeeper(P *p) { keep(same(p)); }
static void end(P *p) { delete p; }

int reads() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return readByReference(*p) + readByPointer(p.get());
}

int changes() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  change(*p);
  return p->x;
}

int throughThree() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  int n = twoDeep(p);
  delete p;
  return n;
}

int handedBack() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  P *q = same(p.get());
  *partOf(q) = 2;
  return q->y;
}

P *handedBackAndOut() {
  auto p = new P;
  P *q = same(p);
  q->x = 1;
  return q;
}

P *theOtherIsReturned(P &other) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return &firstOf(other, *p);
}

int valuePassed() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return byValue(*p);
}

int partPassed() {
  void unknown(int);
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  unknown(p->x);
  return p->y;
}

int endedByAnother() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  int x = p->x;
  end(p);
  return x;
}

void keeps() {
  P *p = new P;
  keep(p);
}

void keepsThroughConst() {
  P *p = new P;
  keepConst(*p);
}

void keepsDeeper() {
  P *p = new P;
  keepDeeper(p);
}

// Moved into a parameter in sight that ends it: the owner dies there, not here.
static int consumes(std::unique_ptr<P> p) { return p->x; }
int movedIntoAConsumer() {
  auto p = std::make_unique<P>();
  p->x = 1;
  return consumes(std::move(p));
}

// std::move moves nothing here (trap 32).
int movedWithoutAMove() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  auto &&same = std::move(p);
  return same->x + p->x;
}

struct Visitor {
  int sum = 0;
  const P *last = nullptr;
  void add(const P &p) { sum += p.x; }
  void remember(const P &p) { last = &p; }
};
int visited(Visitor &v) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  v.add(*p);
  return v.sum;
}

int rememberedByALocal() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  Visitor v;
  v.remember(*p);
  return v.last->x;
}

void rememberedByAParameter(Visitor &v) {
  P *p = new P;
  v.remember(*p);
}

struct Member {
  int a = 0;
  explicit Member(int a) : a(a) {}
  int get() const { return a; }
  const Member &self() const { return *this; }
  Member &operator+=(int n) {
    a += n;
    return *this;
  }
};
int itsOwnMembers() {
  auto m = std::make_unique<Member>(1); // want "Member.*does not escape.*4 bytes"
  *m += 2;
  return m->self().get() + (*m += 3).get();
}

int itsFriend(const Member &m) { return m.a; }
int insideAnExpression() {
  return itsFriend(*std::make_unique<Member>(1)); // want "Member.*does not escape.*4 bytes"
}

// A library's function of which is known that it keeps nothing.
int copiedByMemcpy(const P &from) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  std::memcpy(p.get(), &from, sizeof(P));
  return p->x;
}

// Function pointers: one that can only mean one function, one that somebody may have set.
static int (*const onlyReader)(const P &) = readByReference;
int (*anyReader)(const P &) = readByReference;
int throughAConstPointer() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return onlyReader(*p);
}
int throughAnyPointer() {
  auto p = std::make_unique<P>();
  return anyReader(*p);
}

int printedFrom() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  std::printf("%d %d\n", p->x, p->y);
  return 0;
}

int swappedWithALocal() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  P other{1, 2};
  std::swap(*p, other);
  return p->y;
}

struct Named {
  std::string name;
  int n = 0;
};
std::size_t ownsMore() {
  auto p = std::make_unique<Named>(); // want "Named.*does not escape.*40 bytes"
  p->name = "a text of more than sixteen letters";
  return p->name.size();
}
