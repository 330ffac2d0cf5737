// flags: -std=c++20
// Two units have a static function of one name; each call means its own unit's. The one that reads
// does not excuse the one that keeps, nor the other way round.
//--- p.h
#pragma once
#include <memory>
struct P {
  int x = 0, y = 0;
};
//--- reads.cpp
#include "p.h"
static int use(P *p) { return p->x; }
int inReads() {
  auto p = std::make_unique<P>(); // want "P.*does not escape.*8 bytes"
  return use(p.get());
}
//--- keeps.cpp
#include "p.h"
static P *kept;
static int use(P *p) {
  kept = p;
  return 0;
}
int inKeeps() {
  P *p = new P;
  return use(p);
}
//--- namespaces.cpp
#include "p.h"
namespace {
P *mine;
int use(P *p) {
  mine = p;
  return 0;
}
} // namespace
int inNamespaces() {
  P *p = new P;
  return use(p);
}
