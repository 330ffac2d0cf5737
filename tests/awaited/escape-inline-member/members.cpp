// flags: -std=c++20
// inline-member, found: a private unique_ptr, all of whose class is here, that each constructor
// fills with the very type and nothing ever empties or replaces.
#include <memory>
#include <string>
#include <utility>

namespace {
struct P {
  int x = 0, y = 0;
  int sum() const { return x + y; }
};
struct Q {
  explicit Q(int n) : n(n) {}
  int n;
};
int read(const P &p) { return p.x; }

class ByInitializer {
public:
  ByInitializer() : p_(std::make_unique<P>()) {}
  ByInitializer(const ByInitializer &) = delete;
  ByInitializer &operator=(const ByInitializer &) = delete;
  int get() const { return p_->x; }

private:
  std::unique_ptr<P> p_; // want "'p_' always owns one 'P'"
};

class ByNew {
public:
  explicit ByNew(int n) : q_(new Q(n)) {}
  ByNew(const ByNew &) = delete;
  ByNew &operator=(const ByNew &) = delete;
  int get() const { return q_->n; }

private:
  std::unique_ptr<Q> q_; // want "'q_' always owns one 'Q'"
};

class ByDefaultInitializer {
public:
  ByDefaultInitializer() = default;
  ByDefaultInitializer(const ByDefaultInitializer &) = delete;
  ByDefaultInitializer &operator=(const ByDefaultInitializer &) = delete;
  int get() const { return (*p_).y; }

private:
  std::unique_ptr<P> p_ = std::make_unique<P>(); // want "'p_' always owns one 'P'"
};

class InTheBody {
public:
  InTheBody() { p_ = std::make_unique<P>(); }
  InTheBody(const InTheBody &) = delete;
  InTheBody &operator=(const InTheBody &) = delete;
  int get() const { return p_->sum(); }

private:
  std::unique_ptr<P> p_; // want "'p_' always owns one 'P'"
};

class EachConstructor {
public:
  EachConstructor() : q_(std::make_unique<Q>(0)) {}
  explicit EachConstructor(int n) : q_(std::make_unique<Q>(n)) {}
  EachConstructor(const EachConstructor &other) : q_(std::make_unique<Q>(*other.q_)) {}
  EachConstructor &operator=(const EachConstructor &other) {
    *q_ = *other.q_;
    return *this;
  }
  int get() const { return q_->n; }

private:
  std::unique_ptr<Q> q_; // want "'q_' always owns one 'Q'"
};

class Delegates {
public:
  Delegates() : Delegates(0) {}
  explicit Delegates(int n) : q_(std::make_unique<Q>(n)) {}
  Delegates(const Delegates &) = delete;
  Delegates &operator=(const Delegates &) = delete;
  int get() const { return q_->n; }

private:
  std::unique_ptr<Q> q_; // want "'q_' always owns one 'Q'"
};

class ConstMember {
public:
  ConstMember() : p_(std::make_unique<P>()) {}
  int get() const { return read(*p_); }

private:
  const std::unique_ptr<P> p_; // want "'p_' always owns one 'P'"
};

class OneOfTwo {
public:
  OneOfTwo() : stays_(std::make_unique<P>()), goes_(std::make_unique<P>()) {}
  OneOfTwo(const OneOfTwo &) = delete;
  OneOfTwo &operator=(const OneOfTwo &) = delete;
  void drop() { goes_.reset(); }
  int get() const { return stays_->x + (goes_ ? goes_->x : 0); }

private:
  std::unique_ptr<P> stays_; // want "'stays_' always owns one 'P'"
  std::unique_ptr<P> goes_;
};

// Its address leaves, and stays right: the object cannot be copied or moved.
class AddressOfTheUnmoved {
public:
  AddressOfTheUnmoved() : p_(std::make_unique<P>()) {}
  AddressOfTheUnmoved(const AddressOfTheUnmoved &) = delete;
  AddressOfTheUnmoved &operator=(const AddressOfTheUnmoved &) = delete;
  P *get() { return p_.get(); }
  P &ref() { return *p_; }

private:
  std::unique_ptr<P> p_; // want "'p_' always owns one 'P'"
};

class UsedToTheEnd {
public:
  UsedToTheEnd() : p_(std::make_unique<P>()) {}
  ~UsedToTheEnd() { p_->x = 0; }
  UsedToTheEnd(UsedToTheEnd &&) = delete;
  int get() const { return p_->x; }

private:
  std::unique_ptr<P> p_; // want "'p_' always owns one 'P'"
};

int uses() {
  ByInitializer a;
  ByNew b(1);
  ByDefaultInitializer c;
  InTheBody d;
  EachConstructor e, f(2), g(f);
  e = g;
  Delegates h;
  ConstMember i;
  OneOfTwo j;
  j.drop();
  AddressOfTheUnmoved k;
  k.get()->x = 1;
  k.ref().y = 2;
  UsedToTheEnd l;
  return a.get() + b.get() + c.get() + d.get() + e.get() + h.get() + i.get() + j.get() + l.get();
}
} // namespace
int run() { return uses(); }
