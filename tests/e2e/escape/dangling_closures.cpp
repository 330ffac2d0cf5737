// Closures that are stored and threads that nobody waits for. A thread of a case that dangles only
// starts to read when the function has returned.
#include "cases.h"

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

static std::function<int()> callback;
static std::map<std::string, std::function<int(int)>> handlers;
static std::vector<std::function<void()>> queue;
static std::vector<std::thread> pool;
static std::future<int> pending;
static std::binary_semaphore go(0), done(0);
static int globalInt = 5;
static void post(std::function<void()> f) { queue.push_back(std::move(f)); }
static void now(const std::function<void()> &f) { f(); }
template <class F> static void postAny(F &&f) { queue.emplace_back(std::forward<F>(f)); }

void stored() {
  int n = 1;
  callback = [&n] { return n; };
}
void storedByDefault(int n) {
  callback = [&] { return ++n; };
}
void storedAsHandler(const std::string &name) {
  int calls = 0;
  handlers[name] = [&calls](int k) { return calls += k; };
}
void posted() {
  int n = 1;
  post([&n] { ++n; });
}
void postedByATemplate() {
  int n = 1;
  postAny([&n] { ++n; });
}
void ofAnOwner() {
  auto p = std::make_unique<int>(1);
  callback = [&p] { return *p; };
}
void pointerByValue() {
  int n = 1;
  int *p = &n;
  callback = [p] { return *p; };
}
void oneOfTwoByReference(int a, int b) {
  callback = [a, &b] { return a + b; };
}
void detached() {
  int n = 1;
  std::thread([&n] {
    go.acquire();
    ++n;
    done.release();
  }).detach();
}
void detachedWithRef() {
  int n = 1;
  std::thread(
      [](int &m) {
        go.acquire();
        ++m;
        done.release();
      },
      std::ref(n))
      .detach();
}
void detachedOnOnePath(bool c) {
  int n = 1;
  std::thread t([&n] {
    go.acquire();
    ++n;
    done.release();
  });
  if (c) {
    t.detach();
  } else {
    go.release();
    t.join();
    done.acquire();
  }
}
void intoAPool() {
  int n = 1;
  pool.emplace_back([&n] {
    go.acquire();
    ++n;
    done.release();
  });
}
std::future<int> futureReturned() {
  int n = 1;
  return std::async(std::launch::async, [&n] {
    go.acquire();
    return n;
  });
}

void calledNow() {
  int n = 1;
  now([&n] { ++n; });
}
void referenceOfTheCaller(int &n) {
  callback = [&n] { return n; };
}
void storedCopies() {
  int n = 1;
  std::string s = "text";
  callback = [=] { return n + static_cast<int>(s.size()); };
}
int closureReset() {
  int n = 1;
  callback = [&n] { return n; };
  int r = callback();
  callback = nullptr;
  return r;
}
void detachedWithACopy() {
  int n = 1;
  std::thread([n]() mutable {
    go.acquire();
    ++n;
    done.release();
  }).detach();
}
int joined() {
  int n = 1;
  std::thread t([&n] { n = 2; });
  t.join();
  return n;
}
int joinedAtItsEnd() {
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
int aTaskWhoseFutureWaits() {
  int n = 1;
  auto waits = std::async(std::launch::async, [&n] { n = 2; });
  return 0;
}
int futureKeptAndWaitedFor() {
  int n = 1;
  pending = std::async(std::launch::async, [&n] { return n; });
  return pending.get();
}
struct Widget {
  int n = 3;
  void capturesThis() {
    callback = [this] { return n; };
  }
};

static Widget widget;
static int ran() { // the thread of the case before
  go.release();
  done.acquire();
  return 1;
}
static int ranInThePool() {
  go.release();
  for (std::thread &t : pool)
    t.join();
  return 1;
}
static const Case Cases[] = {
    DANGLES(stored, (stored(), callback())),
    DANGLES(storedByDefault, (storedByDefault(1), callback())),
    DANGLES(storedAsHandler, (storedAsHandler("one"), handlers["one"](2))),
    DANGLES(posted, (posted(), queue[0](), 1)),
    DANGLES(postedByATemplate, (postedByATemplate(), queue[0](), 1)),
    DANGLES(ofAnOwner, (ofAnOwner(), callback())),
    DANGLES(pointerByValue, (pointerByValue(), callback())),
    DANGLES(oneOfTwoByReference, (oneOfTwoByReference(1, 2), callback())),
    DANGLES(detached, (detached(), ran())),
    DANGLES(detachedWithRef, (detachedWithRef(), ran())),
    DANGLES(detachedOnOnePath, (detachedOnOnePath(true), ran())),
    FINE(detachedOnOnePath, (detachedOnOnePath(false), 1)),
    DANGLES(intoAPool, (intoAPool(), ranInThePool())),
    DANGLES(futureReturned,
            [] {
              std::future<int> f = futureReturned();
              go.release();
              return f.get();
            }()),
    FINE(calledNow, (calledNow(), 1)),
    FINE(referenceOfTheCaller, (referenceOfTheCaller(globalInt), callback())),
    FINE(storedCopies, (storedCopies(), callback())),
    FINE(closureReset, closureReset()),
    FINE(detachedWithACopy, (detachedWithACopy(), ran())),
    FINE(joined, joined()),
    FINE(joinedAtItsEnd, joinedAtItsEnd()),
    FINE(manyThreads, manyThreads(3)),
    FINE(aTaskWhoseFutureWaits, aTaskWhoseFutureWaits()),
    FINE(futureKeptAndWaitedFor, futureKeptAndWaitedFor()),
    FINE(capturesThis, (widget.capturesThis(), callback())),
};
int main(int count, char **values) { return choose(Cases, count, values); }
