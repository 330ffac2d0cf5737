// flags: -std=c++20
// shared-never-shared, members: only with every member function's unit at hand is it known that
// none copies the pointer; for one class it is one of them that does.
//--- classes.h
#pragma once
#include <memory>
struct Big {
  char bytes[4096] = {};
};
class Alone {
public:
  Alone();
  Alone(const Alone &) = delete;
  Alone &operator=(const Alone &) = delete;
  int first() const;
  void set(char c);

private:
  std::shared_ptr<Big> big; // want "'big' is never shared"
};
class Shares {
public:
  Shares();
  Shares(const Shares &) = delete;
  Shares &operator=(const Shares &) = delete;
  int first() const;
  void publish();

private:
  std::shared_ptr<Big> big;
};
class Half {
public:
  Half();
  Half(const Half &) = delete;
  Half &operator=(const Half &) = delete;
  int first() const;
  void nobodyHasSeenThis();

private:
  std::shared_ptr<Big> big;
};
//--- one.cpp
#include "classes.h"
Alone::Alone() : big(std::make_shared<Big>()) {}
int Alone::first() const { return big->bytes[0]; }
Shares::Shares() : big(std::make_shared<Big>()) {}
int Shares::first() const { return big->bytes[0]; }
Half::Half() : big(std::make_shared<Big>()) {}
//--- two.cpp
#include "classes.h"
static std::shared_ptr<Big> published;
void Alone::set(char c) { big->bytes[0] = c; }
void Shares::publish() { published = big; }
int Half::first() const { return big->bytes[0]; }
