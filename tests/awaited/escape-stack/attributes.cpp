// flags: -std=c++20
// What attributes promise of functions out of sight. noescape: it keeps nothing. lifetimebound says
// what the result may refer to, and of keeping nothing at all: silent.
#include <memory>

struct P {
  int x = 0, y = 0;
};
int reads(const P *p [[clang::noescape]]);
int readsReference(const P &p [[clang::noescape]]);
int readsOneOfTwo(const P *p [[clang::noescape]], const P *q);
const P *boundTo(const P *p [[clang::lifetimebound]]);
int notNull(const P *p) __attribute__((nonnull));

int byPointer() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return reads(p.get());
}
int byReference() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return readsReference(*p);
}
int raw() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  int x = reads(p);
  delete p;
  return x;
}
int theFirst(const P *other) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return readsOneOfTwo(p.get(), other);
}
int theSecond(const P *other) {
  auto p = std::make_unique<P>();
  return readsOneOfTwo(other, p.get());
}
int bound() {
  auto p = std::make_unique<P>();
  return boundTo(p.get())->x;
}
int nonNull() {
  auto p = std::make_unique<P>();
  return notNull(p.get());
}
