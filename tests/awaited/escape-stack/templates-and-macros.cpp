// flags: -std=c++20
// A template's allocation is said once, for all its instances, and only when all agree (trap 26);
// one in a macro's body not at all, a macro's argument as if written there (25).
#include <memory>
#include <utility>
#include <vector>

struct P {
  int x = 0, y = 0;
};
struct Q {
  int x = 0;
};
void unknown(Q &);

template <class T> int oneVerdict() {
  auto p = std::make_unique<T>(); // want "does not escape"
  p->x = 1;
  return p->x;
}
int twoInstances() { return oneVerdict<P>() + oneVerdict<Q>(); }

template <class T> int oneInstance() {
  auto p = std::make_unique<T>(); // want "P.*does not escape.*8 bytes"
  return p->x;
}
int theInstance() { return oneInstance<P>(); }

static void touch(P &p) { p.x = 1; }
static void touch(Q &q) { unknown(q); }
template <class T> int twoVerdicts() {
  auto p = std::make_unique<T>();
  touch(*p);
  return p->x;
}
int theyDisagree() { return twoVerdicts<P>() + twoVerdicts<Q>(); }

template <class T> std::unique_ptr<T> makes() {
  auto p = std::make_unique<T>();
  p->x = 1;
  return p;
}
int usesTheMade() { return makes<P>()->x; }

template <class T> struct Box {
  T *held = nullptr;
  int local() {
    T *t = new T; // want "does not escape"
    int x = t->x;
    delete t;
    return x;
  }
  void keeps() { held = new T; }
};
int usesBoxes(Box<P> &a, Box<Q> &b) {
  a.keeps();
  return a.local() + b.local();
}

template <int N> int sized() {
  std::vector<int> v(N); // want "'v' holds 8 "
  return v[N - 1];
}
int sizedOnce() { return sized<8>(); }

template <class T> int neverInstantiated() {
  auto p = std::make_unique<T>(); // nothing is known of it
  return p->x;
}

template <class... A> int forwarded(A &&...args) {
  struct R {
    int x;
    explicit R(int x) : x(x) {}
  };
  auto p = std::make_unique<R>(std::forward<A>(args)...); // want "R.*does not escape.*4 bytes"
  return p->x;
}
int forwards() { return forwarded(7); }

auto generic = [](auto n) {
  auto p = std::make_unique<decltype(n)>(n); // want "does not escape"
  return *p;
};
int callsGeneric() { return generic(1) + static_cast<int>(generic(2L)); }

#define LIMIT 8
#define IDENTITY(E) E
#define DECLARE(N) auto N = std::make_unique<P>()
#define CHECKED(C)                                                                                 \
  do {                                                                                             \
    if (!(C))                                                                                      \
      return -1;                                                                                   \
  } while (false)

int countFromAMacro() {
  std::vector<int> v(LIMIT); // want "'v' holds 8 "
  return v[0];
}

int anArgumentOfAMacro() {
  auto p = IDENTITY(std::make_unique<P>()); // want "P.*does not escape.*8 bytes"
  return p->x;
}

int usedInAMacro() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  CHECKED(p->x == 0);
  return p->y;
}

int declaredByAMacro() {
  DECLARE(p);
  return p->x;
}
