// flags: -std=c++20
// The other unit hands its parameter back, whole, in part, or the other one of two; or a copy.
//--- pick.h
#pragma once
#include <string>
#include <string_view>
struct Pair {
  int a, b;
};
int *same(int *p);
int *partOf(Pair &p);
const int &left(const int &a, const int &b);
std::string_view trim(std::string_view s);
const std::string &orDefault(const std::string &s, const std::string &other);
std::string upper(std::string_view s);
int *unrelated(int *p);
//--- user.cpp
#include "pick.h"
int *local() {
  int n = 1;
  return same(&n); // want "'n'.*outlives"
}
int *part() {
  Pair p{1, 2};
  return partOf(p); // want "'p'.*outlives"
}
const int &theFirst(int a, const int &b) {
  return left(a, b); // want "'a'.*outlives"
}
const int &theSecond(int a, const int &b) { return left(b, a); }
std::string_view trimmed(std::string s) {
  return trim(s); // want "'s'.*outlives"
}
std::string_view trimmedOfTheCaller(const std::string &s) { return trim(s); }
const std::string &withADefault(const std::string &s) {
  return orDefault(s, "none"); // want "temporary.*outlives"
}
std::string raised(std::string s) { return upper(s); }
int *another() {
  int n = 1;
  return unrelated(&n);
}
//--- pick.cpp
#include "pick.h"
static int other;
int *same(int *p) { return p; }
int *partOf(Pair &p) { return &p.b; }
const int &left(const int &a, const int &) { return a; }
std::string_view trim(std::string_view s) {
  while (!s.empty() && s.front() == ' ')
    s.remove_prefix(1);
  return s;
}
const std::string &orDefault(const std::string &s, const std::string &other) {
  return s.empty() ? other : s;
}
std::string upper(std::string_view s) { return std::string(s); }
int *unrelated(int *p) { return *p ? &other : nullptr; }
