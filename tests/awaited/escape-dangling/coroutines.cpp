// flags: -std=c++20
// Silent: a coroutine's locals and parameters are in its frame, which lives on between its steps;
// what it hands out lives as long as that.
#include <coroutine>
#include <string>
#include <utility>

int *current;

struct Steps {
  struct promise_type {
    const int *value = nullptr;
    Steps get_return_object() {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(const int &v) {
      value = &v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> handle;
};

Steps yieldsItsLocal() {
  int n = 1;
  co_yield n;
  n = 2;
  co_yield n;
}

Steps yieldsItsParameter(int n) {
  for (;;) {
    co_yield n;
    ++n;
  }
}

Steps keepsWhileItLives(std::string s) {
  int n = static_cast<int>(s.size());
  current = &n;
  co_await std::suspend_always{};
  current = nullptr;
}

Steps yieldsATemporary(int n) { co_yield n + 1; }
