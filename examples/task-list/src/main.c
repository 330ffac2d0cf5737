#include "task.h"

#include <stdio.h>

static void greet(void *name) { printf("hello, %s\n", (const char *)name); }

int main(void) {
  struct task first = {.ready = true, .run = greet, .argument = "first", .id = 1};
  struct task second = {.ready = true, .run = greet, .argument = "second", .id = 2};
  struct task *queue = task_push(task_push(NULL, &first), &second);
  return task_run_ready(queue) == 2 ? 0 : 1;
}
