#include <coroutine>
struct Task {
  struct promise_type {
    Task get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
};
Task coroutine(int *p) {
  co_await std::suspend_never();
  *p = 1;
}
static int *last;
Task writing(int *p) {
  co_await std::suspend_never();
  last = p;
}
