// flags: -std=c++20
// A constructor in another unit publishes this (trap 18), the destructor takes nothing back; a
// constructor that keeps its argument in a field, for an object that lives on, and one that dies.
//--- classes.h
#pragma once
#include <string>
#include <string_view>
class Published {
public:
  Published();
  ~Published();
  int n = 0;
};
class Views {
public:
  explicit Views(const std::string &s);
  std::string_view get() const;

private:
  std::string_view v;
};
//--- user.cpp
#include "classes.h"
#include <memory>
int published() {
  Published p; // want "'p'.*outlives"
  return p.n;
}
Views returnedView(int n) {
  std::string s = std::to_string(n);
  return Views(s); // want "'s'.*outlives"
}
std::unique_ptr<Views> viewOnTheHeap(std::string s) {
  return std::make_unique<Views>(s); // want "'s'.*outlives"
}
std::string_view partOfTheView(std::string s) {
  return Views(s).get(); // want "'s'.*outlives"
}
std::size_t dies(std::string s) {
  Views v(s);
  return v.get().size();
}
Views ofTheCaller(const std::string &s) { return Views(s); }
//--- classes.cpp
#include "classes.h"
static Published *last;
Published::Published() { last = this; }
Published::~Published() { n = 0; }
Views::Views(const std::string &s) : v(s) {}
std::string_view Views::get() const { return v; }
