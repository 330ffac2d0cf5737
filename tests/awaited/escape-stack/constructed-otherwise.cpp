// flags: -std=c++20
// heap-to-stack, silent: the object is not one object made once where its name is declared. Traps 7
// (conditional, lazy, nullable), 8 (reset, reassigned), 27 (setjmp, goto loops), 31 (early delete).
#include <csetjmp>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

struct P {
  int x = 0, y = 0;
};
struct Q {
  explicit Q(int n) : n(n) {}
  int n;
};
extern int flushed;
struct Flushes { // its destructor can be seen from outside
  int n = 0;
  ~Flushes() { flushed += n; }
};
void other(); // may read it
int next();

int constructedUnderACondition(bool c) {
  std::unique_ptr<P> p;
  if (c)
    p = std::make_unique<P>();
  return p ? p->x : 0;
}

int constructedLazily(int n) {
  std::unique_ptr<P> p;
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    if (!p)
      p = std::make_unique<P>();
    sum += ++p->x;
  }
  return sum;
}

int oneOfTwo(bool c) {
  auto p = c ? std::make_unique<Q>(1) : std::make_unique<Q>(2);
  return p->n;
}

int oneOrNone(bool c) {
  std::unique_ptr<P> p(c ? new P : nullptr);
  return p ? p->x : -1;
}

int shortCircuit(bool c) {
  P *p = nullptr;
  bool made = c && (p = new P);
  int x = made ? p->x : 0;
  delete p;
  return x;
}

int replaced() {
  auto p = std::make_unique<Q>(1);
  int a = p->n;
  p = std::make_unique<Q>(a + 1);
  return p->n;
}

int replacedByReset() {
  auto p = std::make_unique<Q>(1);
  int a = p->n;
  p.reset(new Q(a));
  return p->n;
}

int replacedInALoop(int n) {
  std::unique_ptr<Q> last = std::make_unique<Q>(0);
  for (int i = 0; i < n; ++i)
    last = std::make_unique<Q>(last->n + i);
  return last->n;
}

int rawReplaced(int n) {
  Q *p = new Q(n);
  int a = p->n;
  delete p;
  p = new Q(a);
  int b = p->n;
  delete p;
  return b;
}

int usedAsAFlag(bool c) {
  auto p = std::make_unique<P>();
  p->x = 1;
  if (c)
    p.reset();
  return p ? p->x : 0;
}

int usedAsAFlagByNullptr(bool c) {
  auto p = std::make_unique<P>();
  if (c)
    p = nullptr;
  return p != nullptr ? p->x : 0;
}

int askedForNull() {
  auto p = std::make_unique<P>();
  if (!p)
    return -1;
  return p->x;
}

void endedEarly() {
  auto p = std::make_unique<Flushes>();
  p->n = 1;
  p.reset();
  other();
}

void deletedEarly() {
  Flushes *p = new Flushes;
  p->n = 1;
  delete p;
  other();
}

struct Locked {
  std::unique_lock<std::mutex> lock;
};
int deletedBeforeTheReturnedCall(std::mutex &m) {
  Locked *l = new Locked{std::unique_lock(m)};
  delete l;
  return next();
}

int deletedBeforeAnotherDestructor() {
  Flushes *first = new Flushes;
  Flushes second;
  second.n = first->n;
  delete first;
  return second.n;
}

int deletedOnOnePathOnly(bool c) {
  P *p = new P;
  int x = p->x;
  if (c)
    delete p;
  return x;
}

int neverDeleted() {
  P *p = new P;
  p->x = 1;
  return p->x;
}

int deletedInALoop(int n) {
  P *p = new P;
  int x = 0;
  for (int i = 0; i < n; ++i)
    if (i == 3) {
      x = p->x;
      delete p;
      break;
    }
  return x;
}

int acrossIterations(int n) {
  P *last = nullptr;
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    P *p = new P;
    p->x = last ? last->x + 1 : 0;
    delete last;
    last = p;
    sum += p->x;
  }
  delete last;
  return sum;
}

int chained(int n) {
  struct Node {
    Node *next;
    int v;
  };
  Node *head = nullptr;
  for (int i = 0; i < n; ++i)
    head = new Node{head, i};
  int sum = 0;
  while (head) {
    Node *dead = head;
    sum += head->v;
    head = head->next;
    delete dead;
  }
  return sum;
}

int acrossAGoto(int n) {
  P *last = nullptr;
  int sum = 0;
again:
  P *p = new P;
  p->x = last ? last->x + 1 : n;
  delete last;
  last = p;
  sum += p->x;
  if (sum < n)
    goto again;
  delete last;
  return sum;
}

std::jmp_buf where;
int acrossSetjmp() {
  P *p = new P;
  if (setjmp(where) == 0) {
    p->x = next();
  }
  int x = p->x;
  delete p;
  return x;
}

int inAListOfTheLoop(int n) {
  std::list<std::unique_ptr<P>> all;
  for (int i = 0; i < n; ++i) {
    auto p = std::make_unique<P>();
    p->x = i;
    all.push_back(std::move(p));
  }
  return all.empty() ? 0 : all.back()->x;
}

int optionalOwner(bool c) {
  std::optional<std::unique_ptr<P>> p;
  if (c)
    p.emplace(std::make_unique<P>());
  return p ? (*p)->x : 0;
}

int switchedOwners(bool c) {
  auto p = std::make_unique<Q>(1), q = std::make_unique<Q>(2);
  if (c)
    std::swap(p, q);
  return p->n - q->n;
}
