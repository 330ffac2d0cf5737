// flags: -std=gnu17
// C, silent: size unknown, kept, returned, grown, freed on some paths only, freed and made again.
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct P {
  int x, y;
};
struct Message {
  int length;
  char text[];
};
void look(const struct P *);
extern struct P *kept;

int unknown_callee(void) {
  struct P *p = malloc(sizeof *p);
  look(p);
  free(p);
  return 0;
}

struct P *returned(int x) {
  struct P *p = malloc(sizeof *p);
  p->x = x;
  return p;
}

void stored_in_a_global(void) {
  struct P *p = calloc(1, sizeof *p);
  kept = p;
}

void stored_through_a_parameter(struct P **out) {
  struct P *p = malloc(sizeof *p);
  p->x = 1;
  *out = p;
}

int size_of_a_parameter(size_t n) {
  int *a = malloc(n * sizeof *a);
  a[0] = 1;
  int x = a[0];
  free(a);
  return x;
}

int flexible(size_t n) {
  struct Message *m = malloc(sizeof *m + n);
  m->length = (int)n;
  int l = m->length;
  free(m);
  return l;
}

int grown(size_t n) {
  int *a = malloc(8 * sizeof *a);
  a = realloc(a, n);
  int x = a[0];
  free(a);
  return x;
}

int freed_on_one_path(int c) {
  struct P *p = malloc(sizeof *p);
  p->x = c;
  if (c)
    return p->x;
  free(p);
  return 0;
}

int never_freed(void) {
  struct P *p = malloc(sizeof *p);
  p->x = 1;
  return p->x;
}

int made_again(int c) {
  struct P *p = malloc(sizeof *p);
  p->x = c;
  if (c) {
    free(p);
    p = calloc(1, sizeof *p);
  }
  int x = p->x;
  free(p);
  return x;
}

int made_under_a_condition(int c) {
  struct P *p = NULL;
  if (c)
    p = calloc(1, sizeof *p);
  int x = p ? p->x : 0;
  free(p);
  return x;
}

size_t duplicated(const char *s) {
  char *t = strdup(s);
  size_t n = strlen(t);
  free(t);
  return n;
}

int too_large(void) {
  char *buffer = malloc(1 << 20);
  buffer[0] = 'x';
  int c = buffer[0];
  free(buffer);
  return c;
}

int other_alignment(void) {
  struct P *p = aligned_alloc(64, 64);
  p->x = 1;
  int x = p->x;
  free(p);
  return x;
}

int as_a_number(uintptr_t *out) {
  struct P *p = malloc(sizeof *p);
  *out = (uintptr_t)p;
  return 0;
}

int recursive(int n) {
  struct P *p = malloc(sizeof *p);
  p->x = n;
  int x = n ? recursive(n - 1) + p->x : 0;
  free(p);
  return x;
}

int through_a_pointer_to_a_function(void (*use)(void *), void (*end)(void *)) {
  struct P *p = malloc(sizeof *p);
  use(p);
  end(p);
  return 0;
}

struct List {
  struct List *next;
  int v;
};
int a_list(int n) {
  struct List *head = NULL;
  for (int i = 0; i < n; ++i) {
    struct List *l = malloc(sizeof *l);
    l->next = head;
    l->v = i;
    head = l;
  }
  int sum = 0;
  while (head) {
    struct List *next = head->next;
    sum += head->v;
    free(head);
    head = next;
  }
  return sum;
}

static jmp_buf where;
int across_setjmp(void) {
  struct P *p = malloc(sizeof *p);
  if (!setjmp(where))
    look(NULL);
  p->x = 1;
  int x = p->x;
  free(p);
  return x;
}
