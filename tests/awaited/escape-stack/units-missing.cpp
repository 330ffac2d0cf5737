// flags: -std=c++20
// heap-to-stack, silent: the body there is may not be the one that runs (a weak function), or is
// of another function: the signature differs, it is the other namespace's.
//--- p.h
#pragma once
#include <memory>
struct P {
  int x = 0, y = 0;
};
__attribute__((weak)) int replaceable(const P &p);
namespace a {
int use(const P &p);
}
namespace b {
int use(const P &p);
}
int sized(const P &p, int n);
int sized(const P &p, long n);
//--- user.cpp
#include "p.h"
int callsTheWeak() {
  auto p = std::make_unique<P>();
  return replaceable(*p);
}
int otherNamespace() {
  auto p = std::make_unique<P>();
  return b::use(*p);
}
int otherSignature() {
  auto p = std::make_unique<P>();
  return sized(*p, 1L);
}
//--- other.cpp
#include "p.h"
int replaceable(const P &p) { return p.x; }
int a::use(const P &p) { return p.x; }
int sized(const P &p, int n) { return p.x + n; }
