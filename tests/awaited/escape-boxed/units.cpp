// flags: -std=c++20
// boxed-callable: whether the callee only calls the function or keeps it, another unit says.
//--- run.h
#pragma once
#include <functional>
int callNow(const std::function<int()> &f);
int callDeeper(const std::function<int()> &f);
void keep(std::function<int()> f);
void handOn(const std::function<int()> &f);
//--- user.cpp
#include "run.h"
#include <array>
using Big = std::array<int, 32>;
int called(Big b) {
  return callNow([b] { return b[0]; }); // want "closure of 128 bytes.*keeps 16.*'callNow' only calls it"
}
int calledDeeper(Big b) {
  return callDeeper([b] { return b[0]; }); // want "closure of 128 bytes.*keeps 16.*'callDeeper' only calls it"
}
void kept(Big b) {
  keep([b] { return b[0]; });
}
void handedOn(Big b) {
  handOn([b] { return b[0]; });
}
int fits(Big &b) {
  return callNow([&b] { return b[0]; });
}
//--- run.cpp
#include "run.h"
#include <utility>
static std::function<int()> kept;
int callNow(const std::function<int()> &f) { return f(); }
int callDeeper(const std::function<int()> &f) { return callNow(f) + 1; }
void keep(std::function<int()> f) { kept = std::move(f); }
void handOn(const std::function<int()> &f) { keep(f); }
