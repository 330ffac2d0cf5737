// flags: -std=c++20
// Trap 25: nothing is said of a library's own allocations, in a function or a template of its
// header; the user's own are as anywhere.
//--- lib.h
#pragma GCC system_header
#include <memory>
struct LibP {
  int x = 0, y = 0;
};
inline int inTheLibrary() {
  auto p = std::make_unique<LibP>();
  return ++p->x;
}
template <class T> int templateOfTheLibrary() {
  T *t = new T;
  int x = t->x;
  delete t;
  return x;
}
//--- user.cpp
#include "lib.h"
int uses() { return inTheLibrary() + templateOfTheLibrary<LibP>(); }
int usersOwn() {
  auto p = std::make_unique<LibP>(); // want "LibP.*does not escape.*8 bytes"
  return ++p->x;
}
