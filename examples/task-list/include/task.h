#ifndef TASK_H
#define TASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A node of the run queue. Both units see this header; memlint speaks of it once. */
struct task {
  bool ready;
  struct task *next;
  uint16_t priority;
  void (*run)(void *);
  void *argument;
  uint32_t id;
};

/* The first bytes of a saved task list, as they stand in the file. */
struct task_file_header { /* memlint: ignore[layout-padding] a file format, its order is fixed */
  uint8_t version;
  uint64_t count;
  uint8_t flags;
};

struct task *task_push(struct task *head, struct task *node);
size_t task_run_ready(struct task *head);

#endif
