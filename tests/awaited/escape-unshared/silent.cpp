// flags: -std=c++20
// shared-never-shared, silent: copied somewhere, observed, aliased, sharing itself, converted where
// a unique_ptr would end it wrongly, part of an interface, or handed to code out of sight.
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

struct Big { // too large for a frame: only unshared
  char bytes[4096] = {};
};
void take(std::shared_ptr<Big>);
void look(const std::shared_ptr<Big> &);
void lookAt(std::shared_ptr<Big> *);
void use(Big &);

int copied() {
  auto s = std::make_shared<Big>();
  auto t = s;
  return t->bytes[0];
}

int copyAssigned(std::shared_ptr<Big> &out) {
  auto s = std::make_shared<Big>();
  out = s;
  return s->bytes[0];
}

void passedByValue() {
  auto s = std::make_shared<Big>();
  take(s);
}

void passedByReference() {
  auto s = std::make_shared<Big>();
  look(s);
}

void passedByPointer() {
  auto s = std::make_shared<Big>();
  lookAt(&s);
}

void movedOutOfSight() {
  auto s = std::make_shared<Big>();
  take(std::move(s));
}

static std::shared_ptr<Big> keptOne;
static void keeps(const std::shared_ptr<Big> &s) { keptOne = s; }
void copiedByAFunction() {
  auto s = std::make_shared<Big>();
  keeps(s);
}

int capturedByCopy() {
  auto s = std::make_shared<Big>();
  auto f = [s] { return s->bytes[0]; };
  return f() + s->bytes[1];
}

int capturedByDefault(std::function<int()> &out) {
  auto s = std::make_shared<Big>();
  out = [=] { return s->bytes[0]; };
  return s->bytes[1];
}

void inAContainer(std::vector<std::shared_ptr<Big>> &all) {
  auto s = std::make_shared<Big>();
  all.push_back(s);
}

std::shared_ptr<Big> returned() {
  auto s = std::make_shared<Big>();
  use(*s);
  return s;
}

bool observed() {
  auto s = std::make_shared<Big>();
  std::weak_ptr<Big> w = s;
  use(*s);
  return w.expired();
}

int aliased() {
  auto s = std::make_shared<Big>();
  std::shared_ptr<char> first(s, &s->bytes[0]);
  return *first;
}

long counted() {
  auto s = std::make_shared<Big>();
  use(*s);
  return s.use_count();
}

bool ordered(const std::shared_ptr<Big> &other) {
  auto s = std::make_shared<Big>();
  return s.owner_before(other);
}

int published(std::atomic<std::shared_ptr<Big>> &slot) {
  auto s = std::make_shared<Big>();
  slot.store(s);
  return s->bytes[0];
}

class Session : public std::enable_shared_from_this<Session> {
public:
  std::shared_ptr<Session> me() { return shared_from_this(); }
  char bytes[4096] = {};
};
int sharesItself() {
  auto s = std::make_shared<Session>();
  auto t = s->me();
  return t->bytes[0];
}

struct Base { // no virtual destructor
  int n = 0;
};
struct Derived : Base {
  std::string s;
  char bytes[4096] = {};
};
int endsAsItWasMade() {
  std::shared_ptr<Base> b = std::make_shared<Derived>();
  return b->n;
}

int ownsAnything() {
  std::shared_ptr<void> v = std::make_shared<Big>();
  return v != nullptr;
}

int withADeleter(void (*end)(Big *)) {
  std::shared_ptr<Big> s(new Big, end);
  return s->bytes[0];
}

int deleterOfALambda(int &ended) {
  std::shared_ptr<Big> s(new Big, [&ended](Big *b) {
    ++ended;
    delete b;
  });
  return s->bytes[0];
}

int castAndShared() {
  struct Node {
    virtual ~Node() = default;
    int n = 0;
  };
  struct Leaf : Node {
    char bytes[4096] = {};
  };
  std::shared_ptr<Node> n = std::make_shared<Leaf>();
  auto leaf = std::dynamic_pointer_cast<Leaf>(n);
  return leaf ? leaf->bytes[0] : 0;
}

struct Open { // anybody may copy it
  std::shared_ptr<Big> shared = std::make_shared<Big>();
};

class Gives {
public:
  std::shared_ptr<Big> get() const { return big; }

private:
  std::shared_ptr<Big> big = std::make_shared<Big>();
};

// A copy of the object copies the pointer: its copies share.
class Copyable {
public:
  int first() const { return big->bytes[0]; }

private:
  std::shared_ptr<Big> big = std::make_shared<Big>();
};
int copiesTheObject() {
  Copyable a;
  Copyable b = a;
  return a.first() + b.first();
}

int parameter(std::shared_ptr<Big> s) { return s->bytes[0]; }
std::shared_ptr<Big> global = std::make_shared<Big>();
extern std::shared_ptr<Big> fromElsewhere;
int madeByOthers() {
  std::shared_ptr<Big> s = fromElsewhere;
  return s->bytes[0];
}
