#include <stdarg.h>
#include <stdint.h>
struct pair {
  int *first, *second;
};
union either {
  int *p;
  long n;
};
struct boxed {
  struct pair inner;
  union {
    int *a;
    char *b;
  };
};
void *malloc(unsigned long);
void take(struct pair);
void keep(struct pair *);
extern struct pair make(int *);
int printf(const char *, ...);
int *listed(va_list);

void literals(int *p) {
  struct pair a = {p, .second = p};
  struct pair b = {0};
  keep(&(struct pair){p, p});
  a = b;
  take(a);
  a = make(p);
}

int *unions(union either *e, struct boxed *b, int *p) {
  e->p = p;
  b->a = p;
  b->inner.second = p;
  return e->p;
}

void arrays(int n, int *p) {
  int *vla[n];
  int *fixed[4] = {p, 0};
  vla[1] = p;
  fixed[n] = vla[0];
  *fixed = p;
  int **q = fixed;
  q[2] = p;
  *(q + 1) = p;
}

void integers(int *p) {
  uintptr_t n = (uintptr_t)p;
  int *q = (int *)n;
  int *failed = (int *)-1;
  keep((struct pair *)q);
  if (q == failed)
    __builtin_abort();
}

void assembler(int *p) {
  int *q;
  __asm__("mov %1, %0" : "=r"(q) : "r"(p));
}

int variadic(int n, ...) {
  va_list list, rest;
  va_start(list, n);
  int *p = va_arg(list, int *);
  va_copy(rest, list);
  n = va_arg(rest, int);
  struct pair two = va_arg(rest, struct pair);
  listed(rest);
  va_end(rest);
  va_end(list);
  return printf("%p", p);
}

int *listed(va_list list) { return va_arg(list, int *); }

int *listed_by_address(va_list *list) { return va_arg(*list, int *); }

int *statements(int *p) {
  int *r = ({
    int *q = p;
    q;
  });
  return r;
}

int switched(int n, int *p) {
  switch (n) {
  case 1:
    return 1;
  case 2:
  case 3:
    p = 0;
    break;
  default:
    p = malloc(1);
  }
  return p == 0;
}

void jumps(int *p) {
again:
  p = malloc(1);
  if (__builtin_expect(!p, 0))
    goto out;
  if (*p)
    goto again;
  p = (void *)0;
out:
  keep((struct pair *)p);
}

void cleanup(int **p);
void cleaned(void) {
  __attribute__((cleanup(cleanup))) int *p = malloc(4);
  *p = 1;
}

void through(void (*f)(int *), struct pair *p) {
  f(p->first);
  void (*g)(struct pair *) = keep;
  g(p);
}

static void callback(int *p) { *p = 0; }
struct ops {
  const char *name;
  void (*run)(int *);
} table[] = {{"one", callback}, {"two", 0}};
int counter;
int *global = &counter;

int flags(int f, int *p) {
  if (f & 4)
    p = malloc(4);
  f |= 8;
  if (f & 4)
    return 1;
  return 0;
}
int same(const int f, int *p) {
  if (f & 4)
    p = malloc(4);
  if (f & 4)
    return p[f + 1];
  return 0;
}

// Truth kept in a _Bool: constants, comparisons, pointers and answers are told.
int known(void);
int truths(const char *p, int n) {
  _Bool own = 0, is_there = p, is_less = n < 3, has = known();
  if (n)
    own = 1;
  return own && is_there && is_less && has;
}
enum level { low, middle, high };
int promoted(unsigned char c, enum level k, signed char s) {
  if (c > 0)
    return 1;
  if (k >= middle)
    return 2;
  return s > 0 ? 3 : 4;
}
