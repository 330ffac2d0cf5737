// flags: -std=c++20
// shared-never-shared, found: one owner from the first to the last; and the object may not simply
// be a local (large, made under a condition, handed to code out of sight, of another dynamic type).
#include <memory>
#include <string>
#include <utility>

struct Big {
  char bytes[4096] = {};
};
struct P {
  int x = 0, y = 0;
};
void use(P &);
void useBig(const Big *);

int large() {
  auto s = std::make_shared<Big>(); // want "'s' is never shared"
  s->bytes[0] = 1;
  return s->bytes[0];
}

int largeFromNew() {
  std::shared_ptr<Big> s(new Big); // want "'s' is never shared"
  return (*s).bytes[0];
}

// A reference to the object shares nothing of the ownership.
int objectHandedOut() {
  auto s = std::make_shared<P>(); // want "'s' is never shared"
  use(*s);
  return s->x;
}

int pointerHandedOut() {
  const auto s = std::make_shared<Big>(); // want "'s' is never shared"
  useBig(s.get());
  return s->bytes[1];
}

int underACondition(bool c) {
  std::shared_ptr<P> s; // want "'s' is never shared"
  if (c)
    s = std::make_shared<P>();
  return s ? s->x : 0;
}

int ended() {
  auto s = std::make_shared<Big>(); // want "'s' is never shared"
  int n = s->bytes[0];
  s.reset();
  return n;
}

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
};
struct Square : Shape {
  explicit Square(int n) : n(n) {}
  int area() const override { return n * n; }
  int n;
};
int ofAnotherType(int n) {
  std::shared_ptr<Shape> s = std::make_shared<Square>(n); // want "'s' is never shared"
  return s->area();
}

int inEachIteration(int n) {
  int sum = 0;
  for (int i = 0; i < n; ++i) {
    auto s = std::make_shared<Big>(); // want "'s' is never shared"
    s->bytes[0] = static_cast<char>(i);
    sum += s->bytes[0];
  }
  return sum;
}

int capturedByReference() {
  auto s = std::make_shared<Big>(); // want "'s' is never shared"
  auto f = [&s] { return s->bytes[0]; };
  return f();
}

namespace {
class Holder {
public:
  Holder() : big(std::make_shared<Big>()) {}
  Holder(const Holder &) = delete;
  Holder &operator=(const Holder &) = delete;
  int first() const { return big->bytes[0]; }
  void set(char c) { big->bytes[0] = c; }

private:
  std::shared_ptr<Big> big; // want "'big' is never shared"
};
} // namespace
int holds() {
  Holder h;
  h.set(1);
  return h.first();
}
