#include "ring.h"

void ring_put(struct ring *r, int value) {
  r->values[(int)r->next] = value;
  r->next = (char)((r->next + 1) % 8);
  if (r->next == 0)
    r->full = 1;
}

int ring_last(const struct ring *r) { return r->values[(r->next + 7) % 8]; }
