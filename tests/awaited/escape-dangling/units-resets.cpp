// flags: -std=c++20
// Silent, and in each unit alone as well: what takes the address away again is in another unit:
// a function, a guard's destructor, the constructor and destructor of a registered object.
//--- current.h
#pragma once
extern const int *current;
void clearCurrent();
void setCurrent(const int *p);
struct Guard {
  explicit Guard(const int *p);
  ~Guard();
};
class Registered {
public:
  Registered();
  ~Registered();
  int n = 0;
};
//--- user.cpp
#include "current.h"
int clearedThere() {
  int n = 1;
  current = &n;
  int r = *current;
  clearCurrent();
  return r;
}
int setThereTwice() {
  int n = 1;
  setCurrent(&n);
  int r = *current;
  setCurrent(nullptr);
  return r;
}
int guarded() {
  int n = 1;
  Guard g(&n);
  return *current;
}
int registered() {
  Registered r;
  return r.n;
}
//--- current.cpp
#include "current.h"
const int *current;
static const int *old;
static Registered *registeredOne;
void clearCurrent() { current = nullptr; }
void setCurrent(const int *p) { current = p; }
Guard::Guard(const int *p) {
  old = current;
  current = p;
}
Guard::~Guard() { current = old; }
Registered::Registered() { registeredOne = this; }
Registered::~Registered() { registeredOne = nullptr; }
