// flags: -fexceptions
// A C unit's functions called from C++, and a C++ unit's from C, by extern "C".
//--- both.h
#pragma once
#ifdef __cplusplus
extern "C" {
#endif
struct P {
  int x, y;
};
int c_reads(const struct P *p);
void c_keeps(struct P *p);
int cpp_reads(const struct P *p);
#ifdef __cplusplus
}
#endif
//--- user.cpp
#include "both.h"
#include <memory>
int readByC() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return c_reads(p.get());
}
void keptByC() {
  P *p = new P();
  c_keeps(p);
}
extern "C" int cpp_reads(const P *p) { return p->y; }
//--- user.c
#include "both.h"
#include <stdlib.h>
static struct P *kept;
int c_reads(const struct P *p) { return p->x; }
void c_keeps(struct P *p) { kept = p; }
int read_by_cpp(void) {
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  p->y = 1;
  int y = cpp_reads(p);
  free(p);
  return y;
}
