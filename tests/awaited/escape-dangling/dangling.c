// flags: -std=gnu17
// C: results, globals, out-parameters; and what only looks like them.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct P {
  int x;
  int many[4];
  char *text;
};
static int *current;
static struct P *list;
static char *label;
static char *same(char *s) { return s; }

char *buffer(int n) {
  char b[32];
  snprintf(b, sizeof b, "%d", n);
  return b; // want "'b'.*outlives"
}

char *static_buffer(int n) {
  static char b[32];
  snprintf(b, sizeof b, "%d", n);
  return b;
}

char *copied(int n) {
  char b[32];
  snprintf(b, sizeof b, "%d", n);
  return strdup(b);
}

char *result_of_strcpy(const char *s) {
  char b[32];
  return strcpy(b, s); // want "'b'.*outlives"
}

char *part_found(const char *s) {
  char b[32];
  strncpy(b, s, 31);
  b[31] = 0;
  return strchr(b, 'x'); // want "'b'.*outlives"
}

char *part_of_the_callers(char *s) { return strchr(s, 'x'); }

char *through_a_function(void) {
  char b[4] = "abc";
  return same(b); // want "'b'.*outlives"
}

int *local(int n) {
  return &n; // want "'n'.*outlives"
}

int *member_of_a_local(void) {
  struct P p = {0};
  return p.many; // want "'p'.*outlives"
}

struct P whole(void) {
  struct P p = {0};
  return p;
}

struct P address_inside(void) {
  char b[4] = "abc";
  struct P p = {.x = 1, .text = b}; return p; // want "'b'.*outlives"
}

void global(void) {
  int n = 1;
  current = &n; // want "'n'.*outlives.*'current'"
}

int global_and_back(void) {
  int n = 1;
  current = &n;
  int r = *current;
  current = NULL;
  return r;
}

void linked(int x) {
  struct P p = {.x = x};
  list = &p; // want "'p'.*outlives.*'list'"
}

void out(char **s) {
  char b[4] = "abc";
  *s = b; // want "'b'.*outlives"
}

void out_field(struct P *p) {
  char b[4] = "abc";
  p->text = b; // want "'b'.*outlives"
}

void by_value(struct P p) {
  char b[4] = "abc";
  p.text = b;
  p.text[0] = 'x';
}

void reassigned(int *p) {
  int n = 1;
  p = &n;
  *p = 2;
}

struct P *compound_literal(int x) {
  return &(struct P){.x = x}; // want "outlives"
}

void compound_literal_kept(int x) {
  list = &(struct P){.x = x}; // want "outlives.*'list'"
}

void literal_kept(void) { label = "text"; }

char *sized_by_a_parameter(int n) {
  char b[n];
  b[0] = 0;
  return b; // want "'b'.*outlives"
}

void on_failure(const char *s) {
  char b[32];
  strncpy(b, s, 31);
  b[31] = 0;
  label = b;
  exit(1);
}

void *work(void *);
int waited_for(void) {
  int n = 1;
  pthread_t t;
  pthread_create(&t, NULL, work, &n);
  pthread_join(t, NULL);
  return n;
}

int main(void) {
  struct P p = {0};
  list = &p;
  return list->x;
}
