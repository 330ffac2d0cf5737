// flags: -std=c++20
// heap-to-stack: what the other unit's functions do with the object decides; alone, each unit is
// silent. Those that read or change it: found. Traps 1, 2.
//--- p.h
#pragma once
struct P {
  int x = 0, y = 0;
};
int readIt(const P &p);
void changeIt(P *p);
int readTwoDeep(const P *p);
P *same(P *p);
void endIt(P *p);
//--- user.cpp
#include "p.h"
#include <memory>
int reads() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return readIt(*p);
}
int changes() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  changeIt(p);
  int x = p->x;
  delete p;
  return x;
}
int twoDeep() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return readTwoDeep(p.get());
}
int handedBack() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return same(p.get())->x;
}
int ended() {
  P *p = new P; // want "P.*does not escape.*8 bytes"
  int x = p->x;
  endIt(p);
  return x;
}
//--- other.cpp
#include "p.h"
int readIt(const P &p) { return p.x; }
void changeIt(P *p) { p->x = 1; }
P *same(P *p) { return p; }
void endIt(P *p) { delete p; }
//--- third.cpp
#include "p.h"
int readTwoDeep(const P *p) { return readIt(*p); }
