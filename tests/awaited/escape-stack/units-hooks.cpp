// flags: -std=c++20
// Silent: what the function pointer names at its definition only reads, and another unit sets it to
// a function that keeps. A table of functions that nobody writes to has one that keeps, too.
//--- hooks.h
#pragma once
struct P {
  int x = 0, y = 0;
};
extern int (*hook)(const P &);
extern int (*const table[2])(const P &);
void setHook(int (*f)(const P &));
//--- user.cpp
#include "hooks.h"
#include <memory>
int calls() {
  auto p = std::make_unique<P>();
  return hook(*p);
}
int callsOneOf(unsigned i) {
  auto p = std::make_unique<P>();
  return table[i & 1](*p);
}
//--- hooks.cpp
#include "hooks.h"
static const P *kept;
static int reads(const P &p) { return p.x; }
static int keeps(const P &p) {
  kept = &p;
  return 0;
}
int (*hook)(const P &) = reads;
int (*const table[2])(const P &) = {reads, keeps};
void setHook(int (*f)(const P &)) { hook = f; }
//--- third.cpp
#include "hooks.h"
static const P *last;
void install() {
  setHook([](const P &p) {
    last = &p;
    return 1;
  });
}
