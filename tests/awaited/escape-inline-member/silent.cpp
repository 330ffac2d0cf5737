// flags: -std=c++20
// inline-member, silent: made sometimes, replaced, null, given away, of a derived, incomplete or
// recursive type, known by its address, large, not private, or not all of the class is seen. Traps
// 6, 7, 8, 9, 10, 11, 12, 13, 30.
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

struct Pooled {
  int x = 0;
  static void *operator new(std::size_t);
  static void operator delete(void *);
};
class OfAPool {
public:
  OfAPool() : p_(std::make_unique<Pooled>()) {}
  int get() const { return p_->x; }

private:
  std::unique_ptr<Pooled> p_;
};

struct Shown {
  int x = 0;
};
class Befriends {
public:
  Befriends() : p_(std::make_unique<Shown>()) {}
  int get() const { return p_->x; }

private:
  friend void outOfSight(Befriends &);
  std::unique_ptr<Shown> p_;
};

namespace {
struct P {
  int x = 0, y = 0;
};

class Sometimes {
public:
  explicit Sometimes(bool c) : p_(c ? std::make_unique<P>() : nullptr) {}
  int get() const { return p_ ? p_->x : 0; }

private:
  std::unique_ptr<P> p_;
};

class InOneConstructor {
public:
  InOneConstructor() : p_(std::make_unique<P>()) {}
  explicit InOneConstructor(int) {}
  int get() const { return p_->x; }

private:
  std::unique_ptr<P> p_;
};

class Lazy {
public:
  int get() {
    if (!p_)
      p_ = std::make_unique<P>();
    return p_->x;
  }

private:
  std::unique_ptr<P> p_;
};

class AfterTheConstructor {
public:
  AfterTheConstructor() { other = 1; }
  void init() { p_ = std::make_unique<P>(); }
  int get() const { return p_->x + other; }

private:
  std::unique_ptr<P> p_;
  int other;
};

class Injected {
public:
  explicit Injected(std::unique_ptr<P> p) : p_(std::move(p)) {}
  int get() const { return p_->x; }

private:
  std::unique_ptr<P> p_;
};

class Reset {
public:
  Reset() : p_(std::make_unique<P>()) {}
  void close() { p_.reset(); }
  int get() const { return p_ ? p_->x : 0; }

private:
  std::unique_ptr<P> p_;
};

class Replaced {
public:
  Replaced() : p_(std::make_unique<P>()) {}
  void again() { p_ = std::make_unique<P>(); }
  int get() const { return p_->x; }

private:
  std::unique_ptr<P> p_;
};

class GivenAway {
public:
  GivenAway() : p_(std::make_unique<P>()) {}
  std::unique_ptr<P> take() { return std::move(p_); }

private:
  std::unique_ptr<P> p_;
};

class Released {
public:
  Released() : p_(std::make_unique<P>()) {}
  P *take() { return p_.release(); }

private:
  std::unique_ptr<P> p_;
};

class Swapped {
public:
  Swapped() : p_(std::make_unique<P>()) {}
  void swap(Swapped &other) { p_.swap(other.p_); }

private:
  std::unique_ptr<P> p_;
};

class DoubleBuffered {
public:
  DoubleBuffered() : front_(std::make_unique<P>()), back_(std::make_unique<P>()) {}
  void flip() { std::swap(front_, back_); }
  int get() const { return front_->x + back_->y; }

private:
  std::unique_ptr<P> front_, back_;
};

class OwnerHandedOut {
public:
  OwnerHandedOut() : p_(std::make_unique<P>()) {}
  std::unique_ptr<P> &owner() { return p_; }

private:
  std::unique_ptr<P> p_;
};

class EndedEarly { // before the other members and the destructor's last words
public:
  explicit EndedEarly(int &log) : p_(std::make_unique<P>()), log_(log) {}
  ~EndedEarly() {
    p_.reset();
    ++log_;
  }

private:
  std::unique_ptr<P> p_;
  int &log_;
};

// Movable, and somebody outside knows where the P is: it must not move along.
class AddressKept {
public:
  explicit AddressKept(std::vector<P *> &all) : p_(std::make_unique<P>()) {
    all.push_back(p_.get());
  }
  AddressKept(AddressKept &&) = default;

private:
  std::unique_ptr<P> p_;
};
class AddressAsked {
public:
  AddressAsked() : p_(std::make_unique<P>()) {}
  P *get() { return p_.get(); }

private:
  std::unique_ptr<P> p_;
};
std::vector<AddressAsked> inAVectorThatGrows(P *&first) {
  std::vector<AddressAsked> all(1);
  first = all[0].get();
  all.resize(100);
  return all;
}

struct Shape {
  virtual ~Shape() = default;
  virtual int area() const { return 0; }
};
struct Square : Shape {
  int area() const override { return 4; }
};
class Polymorphic {
public:
  Polymorphic() : s_(std::make_unique<Square>()) {}
  int area() const { return s_->area(); }

private:
  std::unique_ptr<Shape> s_;
};

class Pimpl {
public:
  Pimpl();
  ~Pimpl();
  int get() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};
struct Pimpl::Impl {
  int n = 0;
};
Pimpl::Pimpl() : impl_(std::make_unique<Impl>()) {}
Pimpl::~Pimpl() = default;
int Pimpl::get() const { return impl_->n; }

class Node {
public:
  explicit Node(int depth) : child_(depth ? std::make_unique<Node>(depth - 1) : nullptr) {}
  int depth() const { return child_ ? child_->depth() + 1 : 0; }

private:
  std::unique_ptr<Node> child_;
};
class B;
class A {
public:
  A();
  ~A();

private:
  std::unique_ptr<B> b_;
};
class B {
public:
  std::array<A, 2> *parts = nullptr;
};
A::A() : b_(std::make_unique<B>()) {}
A::~A() = default;

struct Huge {
  char bytes[1 << 16] = {};
};
class Large {
public:
  Large() : h_(std::make_unique<Huge>()) {}
  int get() const { return h_->bytes[0]; }

private:
  std::unique_ptr<Huge> h_;
};

struct Counted {
  void operator()(P *p) const { delete p; }
};
class CustomDeleter {
public:
  CustomDeleter() : p_(new P) {}
  int get() const { return p_->x; }

private:
  std::unique_ptr<P, Counted> p_;
};

struct alignas(64) Line {
  int x = 0;
};
class OverAligned {
public:
  OverAligned() : l_(std::make_unique<Line>()) {}
  int get() const { return l_->x; }

private:
  std::unique_ptr<Line> l_;
};

class Sized {
public:
  explicit Sized(int n) : a_(std::make_unique<int[]>(n)) {}
  int get() const { return a_[0]; }

private:
  std::unique_ptr<int[]> a_;
};

struct Public {
  std::unique_ptr<P> p_ = std::make_unique<P>();
};
class Protected {
protected:
  std::unique_ptr<P> p_ = std::make_unique<P>();
};

class Mutex { // movable only because the mutex is on the heap
public:
  Mutex() : m_(std::make_unique<std::mutex>()) {}
  void lock() { m_->lock(); }
  void unlock() { m_->unlock(); }

private:
  std::unique_ptr<std::mutex> m_;
};
Mutex moved(Mutex m) { return m; }

int uses(int &log, std::vector<P *> &all, P *&first, Mutex m) {
  Swapped a, b;
  a.swap(b);
  DoubleBuffered d;
  d.flip();
  AfterTheConstructor later;
  later.init();
  Reset r;
  r.close();
  Replaced again;
  again.again();
  GivenAway given;
  given.take();
  Released released;
  delete released.take();
  OwnerHandedOut handed;
  handed.owner() = nullptr;
  EndedEarly early(log);
  AddressKept kept(all);
  AddressKept other(std::move(kept));
  inAVectorThatGrows(first);
  Mutex n = moved(std::move(m));
  n.lock();
  n.unlock();
  A parts;
  return Sometimes(true).get() + InOneConstructor().get() + Lazy().get() + later.get() +
         Injected(std::make_unique<P>()).get() + r.get() + again.get() + d.get() +
         Polymorphic().area() + Pimpl().get() + Node(1).depth() + Large().get() +
         CustomDeleter().get() + OverAligned().get() + Sized(3).get() + Public().p_->x +
         OfAPool().get() + Befriends().get() + static_cast<int>(sizeof(Protected));
}
} // namespace
int run(int &log) {
  std::vector<P *> all;
  P *first = nullptr;
  return uses(log, all, first, Mutex());
}

// Declared here, defined by somebody.
class PartlySeen {
public:
  PartlySeen() : p_(std::make_unique<Shown>()) {}
  int get() const { return p_->x; }
  void elsewhere();

private:
  std::unique_ptr<Shown> p_;
};
int partlySeen() { return PartlySeen().get(); }
