// flags: -std=c++20
// heap-to-stack, silent for what the function is: recursive (trap 10: the frames add up), a
// coroutine (11: its frame is on the heap, or outlives the call), another thread's start.
#include <coroutine>
#include <memory>
#include <thread>
#include <vector>

struct P {
  int x = 0, y = 0;
};
struct Kilo {
  char bytes[1000];
};

int recursive(int n) {
  auto p = std::make_unique<Kilo>();
  p->bytes[0] = static_cast<char>(n);
  return n <= 0 ? 0 : p->bytes[0] + recursive(n - 1);
}

int recursiveWithSmallOnes(int n) {
  auto p = std::make_unique<P>();
  p->x = n;
  if (n <= 0)
    return 0;
  return p->x + recursiveWithSmallOnes(n - 1);
}

int odd(int n);
int even(int n) {
  P *p = new P;
  p->x = n;
  int r = n == 0 ? 1 : odd(n - 1);
  delete p;
  return r;
}
int odd(int n) {
  auto p = std::make_unique<P>();
  p->x = n;
  return p->x == 0 ? 0 : even(p->x - 1);
}

struct Tree {
  Tree *left = nullptr, *right = nullptr;
  int value = 0;
  int sum() const {
    auto part = std::make_unique<P>();
    part->x = left ? left->sum() : 0;
    part->y = right ? right->sum() : 0;
    return part->x + part->y + value;
  }
};

int recursiveThroughALambda(int n) {
  auto step = [](auto &self, int k) -> int {
    auto p = std::make_unique<P>();
    p->x = k;
    return k <= 0 ? 0 : p->x + self(self, k - 1);
  };
  return step(step, n);
}

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Task coroutine() {
  auto p = std::make_unique<P>();
  p->x = 1;
  co_await std::suspend_always{};
  p->y = 2;
}

Task coroutineWithoutASuspension(int n) {
  std::vector<int> v(8);
  v[0] = n;
  co_return;
}

struct Numbers {
  struct promise_type {
    int value = 0;
    Numbers get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int v) {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};
Numbers generator(int n) {
  P *p = new P;
  for (int i = 0; i < n; ++i) {
    p->x += i;
    co_yield p->x;
  }
  delete p;
}

int sharedWithAThread() { // joined, and yet: another stack's reader
  auto p = std::make_unique<P>();
  std::thread t([&p] { p->x = 1; });
  t.join();
  return p->x;
}
