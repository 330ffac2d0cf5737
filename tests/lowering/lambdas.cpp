struct T {
  T(int *);
  T(const T &);
  ~T();
  int *p;
};
void run(void (*)());
struct Holder {
  int *p;
  auto pointer() {
    return [this] { return p; };
  }
  auto whole() {
    return [*this] { return p; };
  }
};
void captures(T t, int *p, int &r) {
  auto copy = [t, p] { return p ? t.p : nullptr; };
  auto reference = [&t, &r] { t.p = &r; };
  auto init = [q = p, &z = t] { z.p = q; };
  copy();
  reference();
  init();
}
void generic(int *p, T &t) {
  auto f = [p](auto &x) { x.p = p; };
  f(t);
}
void decays() {
  run([] {});
}
template <class F> void apply(F f) { f(); }
void applied(int *p) {
  apply([p] { *p = 1; });
}
void nested(int *p) {
  auto outer = [&] { return [&] { return p; }; };
  outer()();
}
