// flags: -std=c++20
// The other unit's functions keep the address: in a global, a field, an out-parameter, two calls
// deep. Alone, the unit that has the local knows of nothing. One that only reads, silent.
//--- keep.h
#pragma once
struct Slots {
  const int *slot = nullptr;
};
void keep(const int &n);
void keepDeeper(const int *p);
void fill(Slots &s, const int *p);
void store(const int *p, const int **out);
int reads(const int &n);
//--- user.cpp
#include "keep.h"
void global() {
  int n = 1;
  keep(n); // want "'n'.*outlives.*'kept'"
}
void twoDeep() {
  int n = 1;
  keepDeeper(&n); // want "'n'.*outlives.*'kept'"
}
void parametersField(Slots &s, int n) {
  fill(s, &n); // want "'n'.*outlives"
}
void outParameter(const int **out) {
  int n = 1;
  store(&n, out); // want "'n'.*outlives"
}
int fieldOfALocal() {
  int n = 1;
  Slots s;
  fill(s, &n);
  return *s.slot;
}
int onlyRead() {
  int n = 1;
  return reads(n);
}
//--- keep.cpp
#include "keep.h"
static const int *kept;
void keep(const int &n) { kept = &n; }
void fill(Slots &s, const int *p) { s.slot = p; }
void store(const int *p, const int **out) { *out = p; }
int reads(const int &n) { return n; }
//--- deeper.cpp
#include "keep.h"
void keepDeeper(const int *p) { keep(*p); }
