// flags: -std=c++20
// Virtual calls on an object whose exact type is known, defined in another unit; and on a parameter
// that any class may stand behind.
//--- shape.h
#pragma once
struct Shape {
  virtual ~Shape() = default;
  virtual int area() const = 0;
};
struct Square final : Shape {
  int n = 2;
  int area() const override;
};
struct Registers final : Shape {
  int area() const override;
};
int measure(const Square &s);
//--- user.cpp
#include "shape.h"
#include <memory>
int exact() {
  auto s = std::make_unique<Square>(); // want "Square.*does not escape.*16 bytes"
  return s->area();
}
int throughAFunction() {
  auto s = std::make_unique<Square>(); // want "Square.*does not escape.*16 bytes"
  return measure(*s);
}
int registers() {
  auto s = std::make_unique<Registers>();
  return s->area();
}
int unknownType(Shape &s, int (*use)(Shape &, Square &)) {
  auto q = std::make_unique<Square>();
  return use(s, *q);
}
//--- shape.cpp
#include "shape.h"
static const Shape *last;
int Square::area() const { return n * n; }
int Registers::area() const {
  last = this;
  return 0;
}
int measure(const Square &s) { return s.area(); }
