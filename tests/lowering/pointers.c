struct node {
  struct node *next;
  int *data;
  int count;
};
void *malloc(unsigned long);
void free(void *);
extern int use(int *);
static struct node *head;

int *address(int *p) { return p + 1; }

void store(struct node *n, int *p) {
  n->data = p;
  n->next->data = &n->count;
}

int check(struct node *n) {
  int *p = malloc(4);
  if (!p)
    return -1;
  if (use(p) < 0 || n->count > 3) {
    free(p);
    return 1;
  }
  head->data = p;
  return 0;
}

int loop(struct node *n) {
  int sum = 0;
  for (struct node *p = n; p; p = p->next)
    sum += p->count;
  return sum;
}

int *chosen(int c, int *p, int *q) {
  int *r = c ? p : q;
  return r ?: p;
}
