struct Error {
  Error(int *);
  Error(const Error &);
  ~Error();
};
struct T {
  T();
  ~T();
};
void work(T *);
void quiet() noexcept;
int *p;
void rethrown() {
  try {
    T t;
    work(&t);
    quiet();
  } catch (const Error &e) {
    work(nullptr);
    throw;
  } catch (int *q) {
    p = q;
  }
  work(nullptr);
}
void thrown(int *q) {
  if (!q)
    throw Error(q);
  throw q;
}
int nested(T *t) {
  try {
    work(t);
    try {
      work(nullptr);
    } catch (int) {
      return 1;
    }
    throw 3;
  } catch (...) {
    return 2;
  }
  return 0;
}
struct Tried {
  Tried() try : t() {
    work(&t);
  } catch (...) {
    quiet();
  }
  T t;
};
