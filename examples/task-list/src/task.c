#include "task.h"

struct task *task_push(struct task *head, struct task *node) {
  node->next = head;
  return node;
}

size_t task_run_ready(struct task *head) {
  size_t count = 0;
  for (struct task *t = head; t; t = t->next) {
    if (!t->ready)
      continue;
    t->run(t->argument);
    t->ready = false;
    ++count;
  }
  return count;
}
