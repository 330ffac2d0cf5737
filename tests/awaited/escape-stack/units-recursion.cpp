// flags: -std=c++20
// heap-to-stack, silent: only with both units does the recursion show (trap 10); the frames add up.
//--- walk.h
#pragma once
struct P {
  int x = 0, y = 0;
};
int walk(int n);
int descend(P &p);
int once(P &p);
//--- walk.cpp
#include "walk.h"
#include <memory>
int walk(int n) {
  auto p = std::make_unique<P>();
  p->x = n;
  return descend(*p);
}
int notInTheCycle(int n) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  p->x = n;
  return once(*p);
}
//--- descend.cpp
#include "walk.h"
int descend(P &p) { return p.x == 0 ? 0 : walk(p.x - 1); }
int once(P &p) { return p.x; }
