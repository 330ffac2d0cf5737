#include "task.h"

#include <stdio.h>

static void greet(void *name) { printf("hello, %s\n", (const char *)name); }

int main(void) {
  static char *const names[] = {"first", "second"};
  static struct task pool[64];
  struct task *queue = NULL;
  for (uint32_t i = 0; i < 2; ++i) {
    pool[i] = (struct task){.ready = true, .run = greet, .argument = names[i], .id = i + 1};
    queue = task_push(queue, &pool[i]);
  }
  return task_run_ready(queue) == 2 ? 0 : 1;
}
