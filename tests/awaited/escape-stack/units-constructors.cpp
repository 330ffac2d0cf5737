// flags: -std=c++20
// heap-to-stack: constructors, destructors and members that another unit defines. One of the
// constructors publishes this (trap 18); that class is silent.
//--- classes.h
#pragma once
class Quiet {
public:
  explicit Quiet(int n);
  ~Quiet();
  int get() const;

private:
  int n;
};
class Loud {
public:
  explicit Loud(int n);
  ~Loud();
  int get() const;

private:
  int n;
};
//--- user.cpp
#include "classes.h"
#include <memory>
int quiet() {
  auto q = std::make_unique<Quiet>(1); // want "Quiet.*does not escape.*4 bytes"
  return q->get();
}
int loud() {
  auto l = std::make_unique<Loud>(1);
  return l->get();
}
//--- classes.cpp
#include "classes.h"
static Loud *last;
Quiet::Quiet(int n) : n(n) {}
Quiet::~Quiet() {}
int Quiet::get() const { return n; }
Loud::Loud(int n) : n(n) { last = this; }
Loud::~Loud() {
  if (last == this)
    last = nullptr;
}
int Loud::get() const { return n; }
