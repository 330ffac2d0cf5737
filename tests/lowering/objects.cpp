struct T {
  T(int *);
  T(const T &);
  T(T &&);
  T &operator=(const T &);
  ~T();
  int *p;
};
T make();
void take(T);
void look(const T &);

void variable(int *q) {
  T a = make();
  T b(q);
  T c = a;
  a = b;
}
void temporaries(int *q) {
  look(T(q));
  take(T(q));
  take(make());
}
T returned(int *q) { return T(q); }
T named(int *q) {
  T x(q);
  return x;
}
void extended() {
  const T &r = make();
  look(r);
}
void chosen(bool c, int *q) {
  T x = c ? T(q) : make();
  look(c ? T(q) : x);
  take(c ? make() : T(q));
}
void given(T by_value) { look(by_value); }
void moved(T a) {
  T b = static_cast<T &&>(a);
  take(static_cast<T &&>(b));
}
void array(int *q) {
  T two[2] = {T(q), make()};
  look(two[0]);
}
void loop(int *q, int n) {
  for (int i = 0; i < n; ++i) {
    T x(q);
    if (i == 3)
      continue;
    if (i == 5)
      break;
    look(x);
  }
}
void defaults(int *q, const T &t = T(nullptr), int *other = nullptr);
void calls_defaults(int *q) { defaults(q); }
struct View {
  int *begin, *end;
};
View copied(View v) {
  View w = v;
  v = w;
  View &r = w;
  r.end = nullptr;
  return r;
}
