template <class T> struct Box {
  Box(T *p) : held(p) {}
  ~Box() { delete held; }
  T *get() { return held; }
  T *held;
};
template <class T> T *second(T *, T *b) { return b; }
template <class... Ts> void sink(Ts &&...);
template <class... Ts> void pass(Ts &&...all) { sink(static_cast<Ts &&>(all)...); }
int *instances(int *p, long *q) {
  Box<int> b(new int);
  second(q, q);
  pass(p, *q);
  return second(p, b.get());
}
