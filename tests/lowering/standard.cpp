#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>
struct P {
  int n = 0;
};
std::unique_ptr<P> made() { return std::make_unique<P>(); }
int owners() {
  auto p = std::make_unique<P>();
  std::unique_ptr<P> q(new P);
  q = std::move(p);
  return q->n + (*q).n + q.get()->n;
}
std::shared_ptr<P> shared(std::shared_ptr<P> s) {
  auto t = s;
  t.reset();
  return s;
}
std::vector<int *> vectors(int *p) {
  std::vector<int *> v{p};
  v.push_back(p);
  v.emplace_back(p);
  for (int *q : v)
    *q = 1;
  v[0] = nullptr;
  return v;
}
std::string_view dangling(const std::string &s) {
  std::string t = s + "x";
  return t;
}
void boxes(int *p) {
  std::function<void()> f = [p] { *p = 1; };
  f();
  std::thread t([&p] { *p = 2; });
  t.join();
}
