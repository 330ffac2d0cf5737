// flags: -std=c++20
// inline-member: the member functions of one class stand in two units. Only with both is it known
// that nothing empties the member (found), or that one does (silent).
//--- classes.h
#pragma once
#include <memory>
struct P {
  int x = 0, y = 0;
};
class Always {
public:
  Always();
  Always(const Always &) = delete;
  Always &operator=(const Always &) = delete;
  int get() const;
  void set(int x);

private:
  std::unique_ptr<P> p_; // want "'p_' always owns one 'P'"
};
class Emptied {
public:
  Emptied();
  Emptied(const Emptied &) = delete;
  Emptied &operator=(const Emptied &) = delete;
  int get() const;
  void close();

private:
  std::unique_ptr<P> p_;
};
class OtherConstructor {
public:
  OtherConstructor();
  explicit OtherConstructor(int x);
  OtherConstructor(const OtherConstructor &) = delete;
  OtherConstructor &operator=(const OtherConstructor &) = delete;
  int get() const;

private:
  std::unique_ptr<P> p_;
};
class BodyMissing {
public:
  BodyMissing();
  BodyMissing(const BodyMissing &) = delete;
  BodyMissing &operator=(const BodyMissing &) = delete;
  int get() const;
  void elsewhere();

private:
  std::unique_ptr<P> p_;
};
//--- one.cpp
#include "classes.h"
Always::Always() : p_(std::make_unique<P>()) {}
int Always::get() const { return p_->x; }
Emptied::Emptied() : p_(std::make_unique<P>()) {}
int Emptied::get() const { return p_->x; }
OtherConstructor::OtherConstructor() : p_(std::make_unique<P>()) {}
int OtherConstructor::get() const { return p_->x; }
BodyMissing::BodyMissing() : p_(std::make_unique<P>()) {}
//--- two.cpp
#include "classes.h"
void Always::set(int x) { p_->x = x; }
void Emptied::close() { p_ = nullptr; }
OtherConstructor::OtherConstructor(int x) {
  if (x)
    p_ = std::make_unique<P>();
}
int BodyMissing::get() const { return p_->x; }
