// flags: -std=c++20
// A closure with references into the frame goes to another unit: one calls it, one keeps it, one
// keeps it in its object, one calls it after handing it on.
//--- events.h
#pragma once
#include <functional>
void post(std::function<void()> f);
void now(const std::function<void()> &f);
void nowDeeper(const std::function<void()> &f);
class Button {
public:
  void onClick(std::function<void()> f);

private:
  std::function<void()> clicked;
};
//--- user.cpp
#include "events.h"
void posted() {
  int n = 1;
  post([&n] { ++n; }); // want "'n'.*outlives"
}
void calledNow() {
  int n = 1;
  now([&n] { ++n; });
}
void calledDeeper() {
  int n = 1;
  nowDeeper([&n] { ++n; });
}
void postedCopies() {
  int n = 1;
  post([n]() mutable { ++n; });
}
void onAParameter(Button &b) {
  int n = 1;
  b.onClick([&n] { ++n; }); // want "'n'.*outlives"
}
int onALocal() {
  int n = 1;
  Button b;
  b.onClick([&n] { ++n; });
  return n;
}
//--- events.cpp
#include "events.h"
#include <utility>
#include <vector>
static std::vector<std::function<void()>> queue;
void post(std::function<void()> f) { queue.push_back(std::move(f)); }
void now(const std::function<void()> &f) { f(); }
void nowDeeper(const std::function<void()> &f) {
  int k = 1;
  now([&] {
    if (k)
      f();
  });
}
void Button::onClick(std::function<void()> f) { clicked = std::move(f); }
