// C's allocations, in the words C and C++ share.
#include "counted.h"

#include <cstdlib>
#include <cstring>

struct P {
  int x, y;
};
static int readIt(const P *p) { return p->x + p->y; }
static void init(P *p) { p->x = p->y = 1; }

int plain() { // saves 1
#ifdef AFTER
  P p;
  p.x = 1;
  return p.x;
#else
  P *p = static_cast<P *>(std::malloc(sizeof(P)));
  p->x = 1;
  int x = p->x;
  std::free(p);
  return x;
#endif
}

int ofZeroes() { // saves 1
#ifdef AFTER
  P p = {};
  return readIt(&p);
#else
  P *p = static_cast<P *>(std::calloc(1, sizeof(P)));
  int x = readIt(p);
  std::free(p);
  return x;
#endif
}

int checked() { // saves 1
#ifdef AFTER
  P p;
  init(&p);
  return readIt(&p);
#else
  P *p = static_cast<P *>(std::malloc(sizeof(P)));
  if (!p)
    return -1;
  init(p);
  int x = readIt(p);
  std::free(p);
  return x;
#endif
}

int buffer() { // saves 1
#ifdef AFTER
  char t[64];
  std::strcpy(t, "text");
  return static_cast<int>(std::strlen(t));
#else
  char *t = static_cast<char *>(std::malloc(64));
  std::strcpy(t, "text");
  int n = static_cast<int>(std::strlen(t));
  std::free(t);
  return n;
#endif
}

int array() { // saves 1
#ifdef AFTER
  int a[8];
#else
  int *a = static_cast<int *>(std::malloc(8 * sizeof(int)));
#endif
  for (int i = 0; i < 8; ++i)
    a[i] = i;
  int x = a[3];
#ifndef AFTER
  std::free(a);
#endif
  return x;
}

int inEachOfTenTurns() { // saves 10
  int sum = 0;
  for (int i = 0; i < 10; ++i) {
#ifdef AFTER
    P p;
    p.x = i;
    sum += p.x;
#else
    P *p = static_cast<P *>(std::malloc(sizeof(P)));
    p->x = i;
    sum += p->x;
    std::free(p);
#endif
  }
  return sum;
}

int quietGrown() { // saves 0
  int *a = static_cast<int *>(std::malloc(8 * sizeof(int)));
  a[0] = 4;
  a = static_cast<int *>(std::realloc(a, 100 * sizeof(int)));
  int x = a[0];
  std::free(a);
  return x;
}

static P *create() {
  P *p = static_cast<P *>(std::malloc(sizeof(P)));
  init(p);
  return p;
}
int quietCreatedElsewhere() { // saves 0
  P *p = create();
  int x = readIt(p);
  std::free(p);
  return x;
}

int main() {
  CALL(plain);
  CALL(ofZeroes);
  CALL(checked);
  CALL(buffer);
  CALL(array);
  CALL(inEachOfTenTurns);
  CALL(quietGrown);
  CALL(quietCreatedElsewhere);
}
