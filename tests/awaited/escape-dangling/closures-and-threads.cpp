// flags: -std=c++20 -pthread
// Closures that are stored and threads that are not waited for, with references into the frame.
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

std::function<int()> callback;
std::map<std::string, std::function<int(int)>> handlers;
std::vector<std::thread> pool;
std::future<int> pending;
std::vector<std::function<void()>> queue;
static void post(std::function<void()> f) { queue.push_back(std::move(f)); }
static void now(const std::function<void()> &f) { f(); }
template <class F> void postAny(F &&f) { queue.emplace_back(std::forward<F>(f)); }

void stored() {
  int n = 1;
  callback = [&n] { return n; }; // want "'n'.*outlives.*'callback'"
}

void storedByDefault(int n) {
  callback = [&] { return ++n; }; // want "'n'.*outlives.*'callback'"
}

void storedAsHandler(const std::string &name) {
  int calls = 0;
  handlers[name] = [&calls](int k) { return calls += k; }; // want "'calls'.*outlives.*'handlers'"
}

void posted() {
  int n = 1;
  post([&n] { ++n; }); // want "'n'.*outlives.*'queue'"
}

void postedByATemplate() {
  int n = 1;
  postAny([&n] { ++n; }); // want "'n'.*outlives.*'queue'"
}

void calledNow() {
  int n = 1;
  now([&n] { ++n; });
}

void nested() {
  int n = 1;
  post([&n] { now([&n] { ++n; }); }); // want "'n'.*outlives.*'queue'"
}

void ofAnOwner() {
  auto p = std::make_unique<int>(1);
  callback = [&p] { return *p; }; // want "'p'.*outlives.*'callback'"
}

void pointerByValue() {
  int n = 1;
  int *p = &n; callback = [p] { return *p; }; // want "'n'.*outlives.*'callback'"
}

void oneOfTwoByReference(int a, int b) {
  callback = [a, &b] { return a + b; }; // want "'b'.*outlives.*'callback'"
}

void referenceOfTheCaller(int &n) {
  callback = [&n] { return n; };
}

void referenceOfTheCallerByDefault(int &n) {
  int k = n;
  callback = [&n, k] { return n + k; };
}

void detached() {
  int n = 1;
  std::thread([&n] { ++n; }).detach(); // want "'n'.*outlives"
}

void detachedLater() {
  int n = 1;
  std::thread t([&n] { ++n; }); t.detach(); // want "'n'.*outlives"
}

void detachedWithRef() {
  int n = 1;
  std::thread([](int &m) { ++m; }, std::ref(n)).detach(); // want "'n'.*outlives"
}

void detachedWithAPointer() {
  int n = 1;
  std::thread([](int *m) { ++*m; }, &n).detach(); // want "'n'.*outlives"
}

void detachedWithACopy() {
  int n = 1;
  std::thread([](int m) { ++m; }, n).detach();
  std::thread([n]() mutable { ++n; }).detach();
}

void intoAPool() {
  int n = 1;
  pool.emplace_back([&n] { ++n; }); // want "'n'.*outlives.*'pool'"
}

void futureKept() {
  int n = 1;
  pending = std::async(std::launch::async, [&n] { return n; }); // want "'n'.*outlives.*'pending'"
}

int futureKeptAndWaitedFor() {
  int n = 1;
  pending = std::async(std::launch::async, [&n] { return n; });
  return pending.get();
}

std::future<int> futureReturned() {
  int n = 1;
  return std::async(std::launch::async, [&n] { return n; }); // want "'n'.*outlives"
}

std::thread threadReturned() {
  int n = 1;
  return std::thread([&n] { ++n; }); // want "'n'.*outlives"
}

void detachedOnOnePath(bool c) {
  int n = 1;
  std::thread t([&n] { ++n; }); if (c) t.detach(); else t.join(); // want "'n'.*outlives"
}
