#include <utility>
struct Base {
  virtual ~Base();
  int *b;
};
struct Derived : Base {
  int *d;
};
struct Convertible {
  operator int *() const;
  explicit operator bool() const;
};
struct FromPointer {
  FromPointer(int *);
  ~FromPointer();
};
void take(FromPointer);
void use(void *);
void casts(Base *b, Base &r, void *v, const int *c) {
  auto *d = dynamic_cast<Derived *>(b);
  if (d)
    d->d = nullptr;
  auto &s = static_cast<Derived &>(r);
  s.b = s.d;
  use(static_cast<Base *>(d));
  use(const_cast<int *>(c));
  use(reinterpret_cast<char *>(v) + 1);
}
int *conversions(const Convertible &c, int *p) {
  take(p);
  if (c)
    return c;
  return nullptr;
}
Base moves(Base b, Derived &&d) {
  Base other = std::move(b);
  other = static_cast<Base &&>(d);
  std::swap(other.b, d.d);
  return other;
}
