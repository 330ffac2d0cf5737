#include <initializer_list>
#include <utility>
struct Range {
  int **begin();
  int **end();
  ~Range();
};
Range range();
void use(int *);
int *find(int);
struct Pair {
  int *a;
  int *b;
};
Pair pair();
void ranges(int *(&fixed)[3]) {
  for (int *p : range())
    use(p);
  for (int *&p : fixed)
    p = nullptr;
}
void bindings(Pair &q) {
  auto [a, b] = pair();
  auto &[c, d] = q;
  use(a);
  c = b;
  int *two[2] = {a, b};
  auto [e, f] = two;
  use(f);
}
void tuple(std::pair<int *, int *> t) {
  auto &[x, y] = t;
  use(x);
}
int *statics() {
  static int *once = find(1);
  static thread_local int *each;
  each = once;
  return once;
}
bool logical(int *p, int *q) {
  bool both = p && q;
  if (int *r = find(1); r && r != q)
    use(r);
  while (!(p || q))
    p = find(2);
  return both;
}
void commas(int *p, int *q) {
  int *r = (use(p), q);
  do
    r = p, p = q;
  while (r != p);
}
void lists(std::initializer_list<int *>);
void braced(int *p) { lists({p, nullptr}); }
void increments(int *p, int n) {
  *p++ = n++;
  --p;
  p += n;
  use(p - 1);
  use(&p[n]);
}
int wide(unsigned n, int m) {
  if (n < 3u && m >= 0)
    return 1;
  if (static_cast<int>(n) < m)
    return 2;
  return 0.5 < m;
}
int unsignedOrder(unsigned long n, unsigned long m) {
  if (n > 0)
    return 1;
  if (n < 1)
    return 2;
  if (n <= m)
    return 3;
  if (n >= m)
    return 4;
  return n < 300;
}
