// flags: -std=c++20
// heap-to-stack, silent: somebody else gets the object, or may. Traps 1 (unknown callee), 2 (const
// is no promise), 3 (the result of get()), 4 and 5 (moved, moved in one branch), 17 (release), 22.
#include <any>
#include <exception>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <new>
#include <thread>
#include <utility>
#include <vector>

struct P {
  int x = 0, y = 0;
};
void change(P &);
void look(const P *);
int sum(const P &);
void consume(std::unique_ptr<P>);
void inspect(const std::unique_ptr<P> &);
extern "C" void c_takes(struct P *);
extern void (*hook)(P *);

void unknownFunction() {
  auto p = std::make_unique<P>();
  change(*p);
}

void unknownFunctionTakesConstPointer() {
  P *p = new P;
  look(p);
  delete p;
}

int unknownFunctionTakesConstReference() {
  const auto p = std::make_unique<const P>();
  return sum(*p);
}

void unknownFunctionTakesPartOfIt() {
  void keep(int *);
  auto p = std::make_unique<P>();
  keep(&p->y);
}

void unknownFunctionTakesTheOwner() {
  auto p = std::make_unique<P>();
  inspect(p);
}

void unknownFunctionPointer() {
  auto p = std::make_unique<P>();
  hook(p.get());
}

void functionPointerParameter(int (*f)(P &)) {
  auto p = std::make_unique<P>();
  f(*p);
}

void functionObjectParameter(const std::function<int(P &)> &f) {
  auto p = std::make_unique<P>();
  f(*p);
}

void memberFunctionPointer(struct Taker &t, void (Taker::*f)(P *)) {
  auto p = std::make_unique<P>();
  (t.*f)(p.get());
}

void moved() {
  auto p = std::make_unique<P>();
  p->x = 1;
  consume(std::move(p));
}

void movedInOneBranch(bool c) {
  auto p = std::make_unique<P>();
  p->x = 1;
  if (c)
    consume(std::move(p));
}

void movedToAnotherLocalThatLeaves() {
  auto p = std::make_unique<P>();
  auto q = std::move(p);
  q->y = 2;
  consume(std::move(q));
}

void swappedAway(std::unique_ptr<P> &other) {
  auto p = std::make_unique<P>();
  p->x = 3;
  p.swap(other);
}

void exchangedAway(std::unique_ptr<P> &other) {
  auto p = std::make_unique<P>();
  std::swap(p, other);
}

void releasedIntoC() {
  auto p = std::make_unique<P>();
  p->x = 4;
  c_takes(p.release());
}

void releasedAndDropped() {
  auto p = std::make_unique<P>();
  p->x = 4;
  (void)p.release();
}

std::unique_ptr<P> returned() {
  auto p = std::make_unique<P>();
  p->x = 5;
  return p;
}

std::unique_ptr<P> returnedOnOnePath(bool c) {
  auto p = std::make_unique<P>();
  p->x = 5;
  if (c)
    return nullptr;
  return p;
}

P *returnedRaw() {
  auto *p = new P;
  p->x = 5;
  return p;
}

int *partReturned(P *&owner) {
  auto *p = new P;
  owner = p;
  return &p->y;
}

std::pair<int, std::unique_ptr<P>> returnedInAPair() {
  auto p = std::make_unique<P>();
  return {1, std::move(p)};
}

struct Result {
  std::unique_ptr<P> first;
  int second;
};
Result returnedInAnAggregate() {
  auto p = std::make_unique<P>();
  p->y = 1;
  return {.first = std::move(p), .second = 2};
}

void thrown() {
  auto *p = new P;
  p->x = 6;
  throw p;
}

void thrownOwner() {
  auto p = std::make_shared<P>();
  p->x = 6;
  throw p;
}

std::exception_ptr madeAnException() {
  auto p = std::make_shared<P>();
  return std::make_exception_ptr(p);
}

P *global;
std::unique_ptr<P> globalOwner;
thread_local P *perThread;
static std::map<int, std::unique_ptr<P>> table;

void storedInAGlobal() {
  P *p = new P;
  p->x = 7;
  global = p;
}

void storedInAGlobalOwner() {
  auto p = std::make_unique<P>();
  globalOwner = std::move(p);
}

void storedPerThread() {
  P *p = new P;
  perThread = p;
}

void storedInATable(int k) {
  auto p = std::make_unique<P>();
  p->x = k;
  table[k] = std::move(p);
}

void emplacedInATable(int k) {
  auto p = std::make_unique<P>();
  table.emplace(k, std::move(p));
}

void addedToAParameter(std::vector<std::unique_ptr<P>> &all) {
  auto p = std::make_unique<P>();
  p->x = 1;
  all.push_back(std::move(p));
}

void storedThroughADoublePointer(P **out) {
  P *p = new P;
  p->x = 8;
  *out = p;
}

void storedInAParametersField(struct Box &);
struct Box {
  P *held = nullptr;
  std::unique_ptr<P> owned;
  void storedInThis() {
    P *p = new P;
    held = p;
  }
  void storedInThisOwner() {
    auto p = std::make_unique<P>();
    owned = std::move(p);
  }
  void resetWithIt() { owned.reset(new P); }
  P *firstOfThis() {
    auto p = std::make_unique<P>();
    P *raw = p.get();
    owned = std::move(p);
    return raw;
  }
};
void storedInAParametersField(Box &b) {
  P *p = new P;
  b.held = p;
}

std::function<int()> callback;
void capturedInAStoredClosure() {
  std::shared_ptr<P> p = std::make_shared<P>();
  callback = [p] { return p->x; };
}

auto capturedInAReturnedClosure() {
  auto p = std::make_unique<P>();
  return [p = std::move(p)] { return p->x; };
}

auto capturedRawInAReturnedClosure() {
  P *p = new P;
  return [=] { return p->x; };
}

std::future<int> givenToAnotherThread() {
  auto p = std::make_unique<P>();
  return std::async(std::launch::async, [p = std::move(p)] { return p->x; });
}

void detached() {
  auto p = std::make_unique<P>();
  std::thread([q = std::move(p)] { q->x = 1; }).detach();
}

std::any wrapped() {
  auto p = std::make_shared<P>();
  return std::any(p);
}

P *getResultKept() {
  auto p = std::make_unique<P>();
  P *raw = p.get();
  globalOwner = std::move(p);
  return raw;
}

void aliasKeptInAnotherOwner(std::shared_ptr<int> &out) {
  auto p = std::make_shared<P>();
  out = std::shared_ptr<int>(p, &p->x);
}

void sharedByWeak(std::weak_ptr<P> &out) {
  auto p = std::make_shared<P>();
  out = p;
}

void convertedToShared(std::shared_ptr<P> &out) {
  auto p = std::make_unique<P>();
  out = std::move(p);
}

void structuredBinding() {
  auto [p, n] = std::pair(std::make_unique<P>(), 1);
  p->x = n;
  consume(std::move(p));
}

template <class F> void forwardTo(F &&f) {
  auto p = std::make_unique<P>();
  f(std::move(p));
}
void forwardsToUnknown() { forwardTo(consume); }
