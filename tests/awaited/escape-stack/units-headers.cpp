// flags: -std=c++20
// An inline function and a template of a header that several units include: one finding each; one
// that calls what only another unit defines; and one that a unit keeps the object of.
//--- inline.h
#pragma once
#include <memory>
struct P {
  int x = 0, y = 0;
};
int reads(const P &p);
void keeps(P &p);
inline int alone() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return ++p->x;
}
inline int withAnother() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return reads(*p);
}
inline void keptByAnother() {
  P *p = new P;
  keeps(*p);
}
template <class F> int applied(F f) {
  auto p = std::make_unique<P>();
  return f(*p);
}
//--- one.cpp
#include "inline.h"
int one() {
  keptByAnother();
  return alone() + withAnother() + applied([](P &p) { return p.x; });
}
//--- two.cpp
#include "inline.h"
static P *kept;
int reads(const P &p) { return p.y; }
void keeps(P &p) { kept = &p; }
int two() {
  return alone() + withAnother() + applied([](P &p) {
           kept = &p;
           return 0;
         });
}
