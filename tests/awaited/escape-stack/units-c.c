// flags: -std=gnu17
// C in two units: init and destroy functions of another unit, one that keeps, one that frees.
//--- p.h
#ifndef P_H
#define P_H
struct P {
  int x, y;
};
void p_init(struct P *p);
int p_sum(const struct P *p);
void p_register(struct P *p);
void p_free(struct P *p);
#endif
//--- user.c
#include "p.h"
#include <stdlib.h>
int used(void) {
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  p_init(p);
  int s = p_sum(p);
  free(p);
  return s;
}
int freed_there(void) {
  struct P *p = calloc(1, sizeof *p); // want "calloc.*does not escape.*8 bytes"
  int s = p_sum(p);
  p_free(p);
  return s;
}
void registered(void) {
  struct P *p = malloc(sizeof *p);
  p_init(p);
  p_register(p);
}
//--- p.c
#include "p.h"
#include <stdlib.h>
static struct P *all;
void p_init(struct P *p) { p->x = p->y = 0; }
int p_sum(const struct P *p) { return p->x + p->y; }
void p_register(struct P *p) { all = p; }
void p_free(struct P *p) { free(p); }
