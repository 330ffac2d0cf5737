// flags: -std=c++20
// heap-to-stack, silent: the object is known by its address elsewhere, or is no allocation. Traps
// 14 (placement), 15 (delete this, counts), 16 (parents), 18 (a constructor publishes this), 23
// (singletons), 28 (pointers kept as numbers), 29 (cookies, delete against delete[]).
#include <atomic>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <new>
#include <set>
#include <vector>

struct P {
  int x = 0, y = 0;
};

int placed() {
  alignas(P) char room[sizeof(P)];
  P *p = new (room) P;
  int x = p->x;
  p->~P();
  return x;
}

int placedInAParameter(void *room) {
  P *p = ::new (room) P;
  p->x = 3;
  return p->x;
}

int constructedAt(P *room) {
  P *p = std::construct_at(room);
  int x = p->x;
  std::destroy_at(p);
  return x;
}

// As Qt: the parent deletes its children.
struct Object {
  explicit Object(Object *parent = nullptr) {
    if (parent)
      parent->children.push_back(this);
  }
  virtual ~Object() {
    for (Object *c : children)
      delete c;
  }
  std::vector<Object *> children;
};
struct Label : Object {
  using Object::Object;
  int size = 0;
};
void ownedByItsParent(Object *parent) {
  auto *l = new Label(parent);
  l->size = 3;
}
void ownedByThis() {
  struct Window : Object {
    void fill() {
      auto *l = new Label(this);
      l->size = 3;
    }
  };
}

struct Action {
  explicit Action(Object *parent);
  int n = 0;
};
int constructorOutOfSight(Object *parent) {
  auto *a = new Action(parent);
  int n = a->n;
  delete a;
  return n;
}

struct Registered;
std::set<Registered *> registry;
struct Registered {
  int n = 0;
  Registered() { registry.insert(this); }
  ~Registered() { registry.erase(this); }
};
int constructorPublishesThis() {
  auto r = std::make_unique<Registered>();
  return r->n;
}

struct Node {
  Node **list;
  Node *next;
  explicit Node(Node **all) : list(all), next(*all) { *all = this; }
};
void linkedIntoAList(Node **all) {
  Node *n = new Node(all);
  if (n->next)
    n->next->list = nullptr;
}

class Self : public std::enable_shared_from_this<Self> {
public:
  std::shared_ptr<Self> me() { return shared_from_this(); }
  int n = 0;
};
std::shared_ptr<Self> lastSelf;
int sharedFromThis() {
  auto s = std::make_shared<Self>();
  lastSelf = s->me();
  return s->n;
}

class Suicidal {
public:
  void done() {
    n = 0;
    delete this;
  }
  int n = 1;
};
void deletesThis() {
  auto *s = new Suicidal;
  s->n = 2;
  s->done();
}

class Intrusive {
public:
  void retain() { ++count; }
  void release() {
    if (--count == 0)
      delete this;
  }
  int n = 0;

private:
  ~Intrusive() = default;
  std::atomic<int> count{1};
};
int intrusiveCount() {
  auto *i = new Intrusive;
  i->retain();
  int n = i->n;
  i->release();
  i->release();
  return n;
}

class HeapOnly {
public:
  static HeapOnly *make() { return new HeapOnly; }
  static void drop(HeapOnly *h) { delete h; }
  int n = 0;

private:
  HeapOnly() = default;
  ~HeapOnly() = default;
};
int destructorOutOfReach() {
  auto *h = HeapOnly::make();
  int n = h->n;
  HeapOnly::drop(h);
  return n;
}

P &singleton() {
  static P *p = new P;
  return *p;
}
P &singletonOwner() {
  static auto p = std::make_unique<P>();
  return *p;
}
P *atStart = new P;
const std::unique_ptr<P> ownerAtStart = std::make_unique<P>();
thread_local std::unique_ptr<P> perThread = std::make_unique<P>();

std::uintptr_t keptNumber;
void keptAsANumber() {
  P *p = new P;
  keptNumber = reinterpret_cast<std::uintptr_t>(p);
}

int taggedAndBack() {
  auto *p = new P;
  auto tagged = reinterpret_cast<std::uintptr_t>(p) | 1;
  auto *q = reinterpret_cast<P *>(tagged & ~std::uintptr_t{1});
  int x = q->x;
  delete q;
  return x;
}

std::uintptr_t xorOfAList(Node *before, Node **all) {
  Node *n = new Node(all);
  return reinterpret_cast<std::uintptr_t>(before) ^ reinterpret_cast<std::uintptr_t>(n);
}

std::uintptr_t numberReturned() {
  auto p = std::make_unique<P>();
  p->x = 1;
  return reinterpret_cast<std::uintptr_t>(p.release());
}

void numberThroughVarargs(int n, ...);
void passedAsVarargs() {
  auto p = std::make_unique<P>();
  numberThroughVarargs(1, p.get());
}

void seenByAssembly() {
  P *p = new P;
  asm volatile("" : : "r"(p) : "memory");
  delete p;
}

std::atomic<P *> slot;
void publishedAtomically() {
  P *p = new P;
  p->x = 1;
  delete slot.exchange(p);
}
bool publishedByCompareExchange() {
  P *p = new P, *none = nullptr;
  if (slot.compare_exchange_strong(none, p))
    return true;
  delete p;
  return false;
}

#define MAKE(T) std::make_unique<T>()
#define FIELD_OF_NEW(T, F) std::make_unique<T>()->F
int allocatedInAMacro() {
  auto p = MAKE(P);
  return p->x + FIELD_OF_NEW(P, y);
}
