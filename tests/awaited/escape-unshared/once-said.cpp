// flags: -std=c++20
// checks: -* escape-stack escape-unshared
// One object, one finding: what can be a local variable needs no unique_ptr either.
#include <memory>

struct P {
  int x = 0, y = 0;
};
struct Big {
  char bytes[4096] = {};
};

int both() {
  auto s = std::make_shared<P>(); // want "P.*does not escape.*8 bytes"
  s->x = 1;
  return s->x;
}

int unsharedOnly() {
  auto s = std::make_shared<Big>(); // want "'s' is never shared"
  return s->bytes[0];
}
