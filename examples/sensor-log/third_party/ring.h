#ifndef RING_H
#define RING_H

#ifdef __cplusplus
extern "C" {
#endif

/* Not ours to change: .memlint switches every check off below this directory. */
struct ring {
  char full;
  double scale;
  char next;
  int values[8];
};

void ring_put(struct ring *r, int value);
int ring_last(const struct ring *r);

#ifdef __cplusplus
}
#endif

#endif
