// flags: -std=c++20
// heap-to-stack, silent: the constructor is known in another unit, the destructor nowhere; the
// callee is known, what it calls is not.
//--- h.h
#pragma once
struct Half {
  int n = 0;
  Half();
  ~Half();
};
int reads(const Half &h);
//--- user.cpp
#include "h.h"
#include <memory>
int destructorUnknown() {
  auto h = std::make_unique<Half>();
  return reads(*h);
}
//--- other.cpp
#include "h.h"
Half::Half() {}
int reads(const Half &h) { return h.n; }
