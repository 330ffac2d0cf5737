// flags: -std=c++20
// The buffer goes to another unit that keeps it; the owner goes first to one that keeps the owner;
// or the owner's address is what is kept.
//--- sink.h
#pragma once
#include <memory>
#include <string>
#include <vector>
void keepText(const char *s);
void keepNumbers(const int *p);
void adopt(std::vector<int> &&v);
void adoptOne(std::unique_ptr<int> p);
void keepVector(const std::vector<int> &v);
//--- user.cpp
#include "sink.h"
#include <utility>
void text(int n) {
  std::string s = std::to_string(n);
  keepText(s.c_str()); // want "'s'.*outlives"
}
void numbers() {
  std::vector<int> v(8);
  keepNumbers(v.data()); // want "'v'.*outlives"
}
int *adoptedFirst() {
  auto p = std::make_unique<int>(1);
  int *raw = p.get();
  adoptOne(std::move(p));
  return raw;
}
void adoptedAndKept() {
  std::vector<int> v(8);
  keepNumbers(v.data());
  adopt(std::move(v));
}
void theVectorItself() {
  std::vector<int> v(8);
  keepVector(v); // want "'v'.*outlives"
}
void literal() { keepText("text"); }
void temporary(int n) {
  keepText(std::to_string(n).c_str()); // want "temporary.*outlives"
}
//--- sink.cpp
#include "sink.h"
#include <utility>
static const char *text_;
static const int *numbers_;
static const std::vector<int> *vector_;
static std::vector<int> adopted;
static std::unique_ptr<int> one;
void keepText(const char *s) { text_ = s; }
void keepNumbers(const int *p) { numbers_ = p; }
void adopt(std::vector<int> &&v) { adopted = std::move(v); }
void adoptOne(std::unique_ptr<int> p) { one = std::move(p); }
void keepVector(const std::vector<int> &v) { vector_ = &v; }
