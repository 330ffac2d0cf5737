// What declarations say of who owns what.
void looks(void *what);
void consumes(void *what __attribute__((cf_consumed)));
void takes(void *what) __attribute__((ownership_takes(malloc, 1)));
void keeps(void *what) __attribute__((ownership_holds(malloc, 1)));
void *made() __attribute__((ownership_returns(malloc)));
int opened() __attribute__((acquire_handle("channel")));
void closed(int channel __attribute__((release_handle("channel"))));

void callsAll() {
  void *p = made();
  looks(p);
  consumes(p);
  takes(p);
  keeps(p);
  closed(opened());
}
