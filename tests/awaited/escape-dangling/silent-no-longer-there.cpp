// flags: -std=c++20 -pthread
// Silent: the address is out there for a while, and gone, or waited for, before the object ends.
// Traps 18 (registered by a constructor), 19 (set then reset, guards), 20 (joined threads).
#include <algorithm>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

int *current;
std::string_view text;
std::function<int()> callback;
std::vector<int *> stack;
std::set<int *> watched;
thread_local const std::string *label;
static int readCurrent() { return current ? *current : 0; }

int resetToNull() {
  int n = 1;
  current = &n;
  int r = readCurrent();
  current = nullptr;
  return r;
}

int resetToTheOld() {
  int n = 1;
  int *old = current;
  current = &n;
  int r = readCurrent();
  current = old;
  return r;
}

int resetByExchange() {
  int n = 1;
  int *old = std::exchange(current, &n);
  int r = readCurrent();
  std::exchange(current, old);
  return r;
}

int resetBySwap() {
  int n = 1;
  int *mine = &n;
  std::swap(current, mine);
  int r = readCurrent();
  std::swap(current, mine);
  return r;
}

int resetOnEachPath(bool c) {
  int n = 1;
  current = &n;
  if (c) {
    current = nullptr;
    return 1;
  }
  int r = readCurrent();
  current = nullptr;
  return r;
}

static void setCurrent(int *p) { current = p; }
static void clearCurrent() { current = nullptr; }
int resetByAFunction() {
  int n = 1;
  setCurrent(&n);
  int r = readCurrent();
  setCurrent(nullptr);
  return r;
}
int resetByAnotherFunction() {
  int n = 1;
  setCurrent(&n);
  int r = readCurrent();
  clearCurrent();
  return r;
}

struct Restore {
  int *&slot, *old;
  Restore(int *&slot, int *now) : slot(slot), old(slot) { slot = now; }
  ~Restore() { slot = old; }
};
int restoredByAGuard() {
  int n = 1;
  Restore guard(current, &n);
  return readCurrent();
}
int restoredByAGuardOnEachPath(bool c) {
  int n = 1;
  Restore guard(current, &n);
  if (c)
    return 7;
  return readCurrent();
}

struct AtExit {
  std::function<void()> what;
  ~AtExit() { what(); }
};
int restoredByAClosure() {
  int n = 1;
  AtExit reset{[] { current = nullptr; }};
  current = &n;
  return readCurrent();
}

struct OnExit {
  ~OnExit() { current = nullptr; }
};
int restoredByACleaner() {
  int n = 1;
  OnExit reset;
  current = &n;
  return readCurrent();
}

int restoredByADeleter() {
  auto restore = [](int **p) { *p = nullptr; };
  int n = 1;
  current = &n;
  std::unique_ptr<int *, decltype(restore)> guard(&current, restore);
  return readCurrent();
}

// A stack of frames that live on the stack.
struct Frame {
  Frame *previous;
  static Frame *top;
  Frame() : previous(top) { top = this; }
  ~Frame() { top = previous; }
};
Frame *Frame::top;
int aFrame() {
  Frame f;
  return f.previous != nullptr;
}
int framesOfABlock(int n) {
  int depth = 0;
  for (int i = 0; i < n; ++i) {
    Frame f;
    depth += Frame::top == &f;
  }
  return depth;
}

struct Observer {
  int seen = 0;
  static std::set<Observer *> all;
  Observer() { all.insert(this); }
  ~Observer() { all.erase(this); }
};
std::set<Observer *> Observer::all;
int anObserver() {
  Observer o;
  return o.seen;
}

int pushedAndPopped() {
  int n = 1;
  stack.push_back(&n);
  int r = *stack.back();
  stack.pop_back();
  return r;
}

int pushedAndCleared() {
  int n = 1;
  stack.push_back(&n);
  int r = *stack.back();
  stack.clear();
  return r;
}

int insertedAndErased() {
  int n = 1;
  watched.insert(&n);
  int r = static_cast<int>(watched.size());
  watched.erase(&n);
  return r;
}

int viewReset(const std::string &from) {
  std::string s = from + "!";
  text = s;
  int n = static_cast<int>(text.size());
  text = {};
  return n;
}

int viewOfALiteralAgain(const std::string &from) {
  std::string s = from + "!";
  text = s;
  int n = static_cast<int>(text.size());
  text = "none";
  return n;
}

int closureReset() {
  int n = 1;
  callback = [&n] { return n; };
  int r = callback();
  callback = nullptr;
  return r;
}

int closureReplaced() {
  int n = 1;
  callback = [&n] { return n; };
  int r = callback();
  callback = [r] { return r; };
  return r;
}

int perThreadReset(const std::string &s) {
  std::string copy = s;
  label = &copy;
  int n = static_cast<int>(label->size());
  label = nullptr;
  return n;
}

int thread() {
  int n = 1;
  std::thread t([&n] { n = 2; });
  t.join();
  return n;
}

int threadWithRef() {
  int n = 1;
  std::thread t([](int &m) { m = 2; }, std::ref(n));
  t.join();
  return n;
}

int threadOfItsOwnEnd() {
  int n = 1;
  std::jthread t([&n] { n = 2; });
  return 0;
}

int manyThreads(int k) {
  int n = 1;
  std::vector<std::thread> all;
  for (int i = 0; i < k; ++i)
    all.emplace_back([&n] { (void)n; });
  for (std::thread &t : all)
    t.join();
  return n;
}

int aTask() {
  int n = 1;
  auto done = std::async(std::launch::async, [&n] { return n; });
  return done.get();
}

int aTaskWhoseFutureWaits() {
  int n = 1;
  auto done = std::async(std::launch::async, [&n] { n = 2; });
  return 0;
}

std::thread worker;
int aGlobalThreadJoined() {
  int n = 1;
  worker = std::thread([&n] { n = 2; });
  worker.join();
  return n;
}

struct Machine {
  int *register_ = nullptr;
  std::function<void()> step;
  int resetField() {
    int n = 1;
    register_ = &n;
    int r = *register_;
    register_ = nullptr;
    return r;
  }
  int resetClosure() {
    int n = 1;
    step = [&] { ++n; };
    step();
    step = {};
    return n;
  }
  int guardedField() {
    struct Guard {
      Machine &m;
      ~Guard() { m.register_ = nullptr; }
    };
    int n = 1;
    Guard g{*this};
    register_ = &n;
    return *register_;
  }
};

int resetOutParameter(int **out) {
  int n = 1;
  *out = &n;
  int r = **out;
  *out = nullptr;
  return r;
}

int fieldOfALocal() {
  int n = 1;
  Machine m;
  m.register_ = &n;
  m.step = [&n] { ++n; };
  m.step();
  return *m.register_;
}

int containerOfTheFrame() {
  int n = 1;
  std::vector<int *> all;
  std::map<int, int *> byKey;
  all.push_back(&n);
  byKey[1] = &n;
  return *all[0] + *byKey[1];
}
