// flags: -std=gnu17
// C: malloc and free around an object of constant size that nobody keeps. That malloc's result is
// asked for null is a question about the allocation, not about the object.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct P {
  int x, y;
};
static struct P *kept;
static int read_it(const struct P *p) { return p->x + p->y; }
static void init(struct P *p) { p->x = p->y = 1; }
static void keep(struct P *p) { kept = p; }
static void drop(struct P *p) { free(p); }
static struct P *create(void) { return malloc(sizeof(struct P)); }

int plain(void) {
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  p->x = 1;
  int x = p->x;
  free(p);
  return x;
}

int with_a_cast(void) {
  struct P *p = (struct P *)malloc(sizeof(struct P)); // want "malloc.*does not escape.*8 bytes"
  init(p);
  int x = read_it(p);
  free(p);
  return x;
}

int of_zeroes(void) {
  struct P *p = calloc(1, sizeof *p); // want "calloc.*does not escape.*8 bytes"
  int x = p->x;
  free(p);
  return x;
}

int checked(void) {
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  if (!p)
    return -1;
  init(p);
  int x = p->x;
  free(p);
  return x;
}

int checked_and_told(void) {
  struct P *p = malloc(sizeof(*p)); // want "malloc.*does not escape.*8 bytes"
  if (p == NULL) {
    perror("malloc");
    exit(1);
  }
  p->x = 1;
  int x = read_it(p);
  free(p);
  return x;
}

int freed_on_each_path(int c) {
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  p->x = c;
  if (c) {
    free(p);
    return 1;
  }
  int x = p->x;
  free(p);
  return x;
}

int freed_by_goto(int c) {
  int r = -1;
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  p->x = c;
  if (c < 0)
    goto out;
  r = p->x;
out:
  free(p);
  return r;
}

int freed_by_another(void) {
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  init(p);
  int x = p->x;
  drop(p);
  return x;
}

size_t buffer(const char *s) {
  char *t = malloc(64); // want "(holds 64|malloc.*does not escape)"
  strncpy(t, s, 63);
  t[63] = 0;
  size_t n = strlen(t);
  free(t);
  return n;
}

int array(void) {
  int *a = malloc(8 * sizeof *a); // want "(holds 8|malloc.*does not escape)"
  for (int i = 0; i < 8; ++i)
    a[i] = i;
  int x = a[3];
  free(a);
  return x;
}

int array_of_zeroes(void) {
  int *a = calloc(8, sizeof(int)); // want "(holds 8|calloc.*does not escape)"
  int x = a[3];
  free(a);
  return x;
}

int in_each_iteration(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
    p->x = i;
    sum += p->x;
    free(p);
  }
  return sum;
}

void kept_by_another(void) {
  struct P *p = malloc(sizeof *p);
  keep(p);
}

int created_elsewhere(void) {
  struct P *p = create();
  init(p);
  int x = p->x;
  free(p);
  return x;
}

int filled_by_memset(void) {
  struct P *p = malloc(sizeof *p); // want "malloc.*does not escape.*8 bytes"
  memset(p, 0, sizeof *p);
  int x = p->x;
  free(p);
  return x;
}

int printed(void) {
  char *line = malloc(32); // want "(holds 32|malloc.*does not escape)"
  int n = snprintf(line, 32, "%d", 7);
  free(line);
  return n;
}
