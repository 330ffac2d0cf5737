// flags: -std=c++20
// Overloads and members of one name in another unit: one keeps, one reads.
//--- p.h
#pragma once
struct P {
  int x = 0, y = 0;
};
void look(P &p);
void look(const P &p);
struct Reader {
  int look(const P &p) const;
};
struct Keeper {
  const P *kept = nullptr;
  int look(const P &p);
};
//--- user.cpp
#include "p.h"
#include <memory>
int byConst() {
  auto p = std::make_unique<const P>(); // want "P.*does not escape.*8 bytes"
  look(*p);
  return p->x;
}
void byMutable() {
  P *p = new P;
  look(*p);
}
int byReader(const Reader &r) {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return r.look(*p);
}
int byKeeper(Keeper &k) {
  P *p = new P;
  return k.look(*p);
}
int byALocalKeeper() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  Keeper k;
  return k.look(*p);
}
//--- other.cpp
#include "p.h"
static P *last;
void look(P &p) { last = &p; }
void look(const P &) {}
int Reader::look(const P &p) const { return p.x; }
int Keeper::look(const P &p) {
  kept = &p;
  return p.y;
}
