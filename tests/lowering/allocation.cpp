#include <cstddef>
#include <new>
struct T {
  T();
  T(int);
  ~T();
  int *p;
};
struct Own {
  static void *operator new(std::size_t);
  static void operator delete(void *);
  int n;
};
struct alignas(64) Wide {
  int n;
};
void singles(int *q) {
  T *a = new T(1);
  int *b = new int;
  int **c = new int *(q);
  Own *d = new Own;
  Wide *e = new Wide;
  T *f = new (std::nothrow) T;
  delete a;
  delete b;
  delete c;
  delete d;
  delete e;
  ::delete f;
}
void arrays(int n) {
  T *a = new T[3];
  int *b = new int[n];
  int **c = new int *[2]{b, nullptr};
  delete[] a;
  delete[] b;
  delete[] c;
}
T *placed(void *where, char *buffer) {
  T *a = new (where) T(2);
  a->~T();
  return new (buffer) T;
}
struct Arena;
void *operator new(std::size_t, Arena &);
void *operator new[](std::size_t, Arena &);
T *from_arena(Arena &a) { return new (a) T; }
T *array_from_arena(Arena &a, int n) { return new (a) T[n]; }
struct InPlace {
  void *operator new(std::size_t);
  void *operator new(std::size_t, void *where) { return where; }
  InPlace(int *);
};
InPlace *in_place(void *where, int *p) { return new (where) InPlace(p); }
int *aligned_by_hand() { return new (std::align_val_t(64), std::nothrow) int; }
void nested(T *);
void argument(bool c) {
  nested(new T(c ? 1 : 2));
  nested(c ? new T : nullptr);
}
