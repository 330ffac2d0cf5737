// flags: -std=c++20
// heap-to-stack, silent with every unit at hand: the other unit keeps, hands on, frees on one path
// or publishes. A const parameter promises nothing. Traps 1, 2, 3.
//--- p.h
#pragma once
#include <memory>
struct P {
  int x = 0, y = 0;
};
void keepConst(const P &p);
void keepPart(int *part);
void keepDeeper(P *p);
void handOut(P *p, P **out);
void maybeEnds(P *p, bool c);
void unknownDeeper(P *p);
int consumes(std::unique_ptr<P> p);
//--- user.cpp
#include "p.h"
void constIsNoPromise() {
  auto *p = new P;
  keepConst(*p);
}
void aPartOfIt() {
  auto *p = new P;
  keepPart(&p->y);
}
void twoDeep() {
  auto *p = new P;
  keepDeeper(p);
}
P *throughTheOut() {
  P *kept = nullptr;
  auto *p = new P;
  handOut(p, &kept);
  return kept;
}
void endsSometimes(bool c) {
  auto *p = new P;
  maybeEnds(p, c);
}
void deeperIsUnknown() {
  auto p = std::make_unique<P>();
  unknownDeeper(p.get());
}
int movedOver() {
  auto p = std::make_unique<P>();
  return consumes(std::move(p));
}
//--- other.cpp
#include "p.h"
static const P *lastSeen;
static int *part;
void keepConst(const P &p) { lastSeen = &p; }
void keepPart(int *p) { part = p; }
void handOut(P *p, P **out) { *out = p; }
void maybeEnds(P *p, bool c) {
  if (c)
    delete p;
}
int consumes(std::unique_ptr<P> p) { return p->x; }
//--- third.cpp
#include "p.h"
void nobodyKnows(P *);
void keepDeeper(P *p) { keepConst(*p); }
void unknownDeeper(P *p) { nobodyKnows(p); }
