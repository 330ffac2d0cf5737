// flags: -std=c++20
// heap-to-stack, silent for what the type is: deleters, allocators and operator new of its own
// (traps 12, 13), over-aligned and large types (11), static type not the dynamic one (6),
// incomplete ones (9), sizes nobody knows.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <memory_resource>
#include <new>
#include <vector>

struct P {
  int x = 0, y = 0;
};

struct Counted {
  void operator()(P *p) const;
};
int customDeleter() {
  std::unique_ptr<P, Counted> p(new P);
  return p->x;
}

int functionAsDeleter(void (*end)(P *)) {
  std::unique_ptr<P, void (*)(P *)> p(new P, end);
  return p->x;
}

int lambdaAsDeleter(int &ended) {
  auto end = [&ended](P *p) {
    ++ended;
    delete p;
  };
  std::unique_ptr<P, decltype(end)> p(new P, end);
  return p->x;
}

int sharedWithADeleter(int &ended) {
  std::shared_ptr<P> p(new P, [&ended](P *q) {
    ++ended;
    delete q;
  });
  return p->x;
}

int fileHandle(const char *name) {
  std::unique_ptr<std::FILE, int (*)(std::FILE *)> f(std::fopen(name, "r"), &std::fclose);
  return f ? std::fgetc(f.get()) : -1;
}

struct Pooled {
  int x = 0;
  static void *operator new(std::size_t);
  static void operator delete(void *);
};
int operatorNewOfTheClass() {
  auto p = std::make_unique<Pooled>();
  return p->x;
}
struct DerivedOfPooled : Pooled {
  int y = 0;
};
int operatorNewOfTheBase() {
  auto *p = new DerivedOfPooled;
  int y = p->y;
  delete p;
  return y;
}

struct Arena {
  void *take(std::size_t);
};
void *operator new(std::size_t, Arena &);
void operator delete(void *, Arena &) noexcept;
int newOfAnArena(Arena &a) {
  P *p = new (a) P;
  return p->x;
}

int polymorphicAllocator(std::pmr::memory_resource *pool) {
  auto p = std::allocate_shared<P>(std::pmr::polymorphic_allocator<P>(pool));
  return p->x;
}

int vectorOfAPool(std::pmr::memory_resource *pool) {
  std::pmr::vector<int> v(8, pool);
  return v[0];
}

template <class T> struct Shared : std::allocator<T> {
  template <class U> struct rebind {
    using other = Shared<U>;
  };
  T *allocate(std::size_t n);
  void deallocate(T *p, std::size_t n);
};
int vectorWithAnAllocator() {
  std::vector<int, Shared<int>> v(8);
  return v[0];
}

struct alignas(64) Line {
  int x = 0;
};
int overAligned() {
  auto p = std::make_unique<Line>();
  return p->x;
}

int overAlignedByHand() {
  P *p = static_cast<P *>(std::aligned_alloc(64, 64));
  p->x = 1;
  int x = p->x;
  std::free(p);
  return x;
}

struct Large {
  char bytes[1025];
};
int aboveTheLimit() {
  auto p = std::make_unique<Large>();
  return p->bytes[3];
}

struct Huge {
  char bytes[1 << 20];
};
int farAboveTheLimit() {
  auto *p = new Huge();
  int c = p->bytes[3];
  delete p;
  return c;
}

struct Kilo {
  char bytes[1000];
};
// 9000 bytes are more than a frame's 8192; which of them should go is nobody's choice.
int tooManyForOneFrame() {
  auto a = std::make_unique<Kilo>();
  auto b = std::make_unique<Kilo>();
  auto c = std::make_unique<Kilo>();
  auto d = std::make_unique<Kilo>();
  auto e = std::make_unique<Kilo>();
  auto f = std::make_unique<Kilo>();
  auto g = std::make_unique<Kilo>();
  auto h = std::make_unique<Kilo>();
  auto i = std::make_unique<Kilo>();
  return a->bytes[0] + b->bytes[0] + c->bytes[0] + d->bytes[0] + e->bytes[0] + f->bytes[0] +
         g->bytes[0] + h->bytes[0] + i->bytes[0];
}

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const { return 0; }
};
struct Square : Shape {
  explicit Square(int n) : n(n) {}
  int area() const override { return n * n; }
  int n;
};
int ownerOfTheBase(int n) {
  std::unique_ptr<Shape> s = std::make_unique<Square>(n);
  return s->area();
}

int ownerOfTheBaseFromNew(int n) {
  std::unique_ptr<Shape> s(new Square(n));
  return s->area();
}

int pointerToTheBase(int n) {
  Shape *s = new Square(n);
  int a = s->area();
  delete s;
  return a;
}

int eitherOfTwoTypes(bool c, int n) {
  std::unique_ptr<Shape> s;
  if (c)
    s = std::make_unique<Shape>();
  else
    s = std::make_unique<Square>(n);
  return s->area();
}

int sharedAsTheBase(int n) {
  std::shared_ptr<const Shape> s = std::make_shared<Square>(n);
  return s->area();
}

int sharedAsVoid() {
  std::shared_ptr<void> s = std::make_shared<P>();
  return s != nullptr;
}

struct Cloner {
  static std::unique_ptr<Shape> clone(const Shape &s);
};
int clonedFromAPrototype(const Shape &s) {
  auto c = Cloner::clone(s);
  return c->area();
}

struct Impl;
struct Maker {
  static Impl *make();
  static int use(Impl *);
  static void drop(Impl *);
};
int incomplete() {
  Impl *i = Maker::make();
  int x = Maker::use(i);
  Maker::drop(i);
  return x;
}

int unknownCount(std::size_t n) {
  auto p = std::make_unique<int[]>(n);
  return p[0];
}

int unknownCountOfNew(int n) {
  P *p = new P[n];
  int x = p[0].x;
  delete[] p;
  return x;
}

int flexibleArray(std::size_t n) {
  struct Message {
    int length;
    char text[1];
  };
  auto *m = static_cast<Message *>(std::malloc(sizeof(Message) + n));
  m->length = 3;
  int l = m->length;
  std::free(m);
  return l;
}

int extraRoomBehind() {
  P *p = static_cast<P *>(::operator new(sizeof(P) + 24));
  ::new (p) P;
  int x = p->x;
  ::operator delete(p);
  return x;
}

union Either {
  int i;
  int *p;
  Either() : i(0) {}
};
int insideAUnion() {
  Either e;
  e.p = new int(3);
  int x = *e.p;
  delete e.p;
  e.i = 0;
  return x + e.i;
}
