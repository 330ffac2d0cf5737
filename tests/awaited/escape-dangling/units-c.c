// flags: -std=gnu17
// C: the other unit keeps, returns, or copies what it gets.
//--- api.h
#ifndef API_H
#define API_H
struct Context {
  const char *name;
  int *counter;
};
void set_name(struct Context *c, const char *name);
void set_counter(struct Context *c, int *counter);
void register_counter(int *counter);
void copy_name(char *to, const char *name);
const char *skip_spaces(const char *s);
#endif
//--- user.c
#include "api.h"
#include <stdio.h>
void name(struct Context *c, int n) {
  char b[32];
  snprintf(b, sizeof b, "%d", n);
  set_name(c, b); // want "'b'.*outlives"
}
void counter(struct Context *c) {
  int n = 1;
  set_counter(c, &n); // want "'n'.*outlives"
}
void registered(void) {
  int n = 1;
  register_counter(&n); // want "'n'.*outlives"
}
void copied(char *to, int n) {
  char b[32];
  snprintf(b, sizeof b, "%d", n);
  copy_name(to, b);
}
const char *skipped(int n) {
  char b[32];
  snprintf(b, sizeof b, "%d", n);
  return skip_spaces(b); // want "'b'.*outlives"
}
const char *skipped_of_the_callers(const char *s) { return skip_spaces(s); }
int context_of_the_frame(void) {
  int n = 1;
  struct Context c = {0};
  set_counter(&c, &n);
  return *c.counter;
}
void literal(struct Context *c) { set_name(c, "text"); }
//--- api.c
#include "api.h"
#include <string.h>
static int *registered_counter;
void set_name(struct Context *c, const char *name) { c->name = name; }
void set_counter(struct Context *c, int *counter) { c->counter = counter; }
void register_counter(int *counter) { registered_counter = counter; }
void copy_name(char *to, const char *name) { strcpy(to, name); }
const char *skip_spaces(const char *s) {
  while (*s == ' ')
    ++s;
  return s;
}
