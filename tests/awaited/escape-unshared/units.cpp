// flags: -std=c++20
// shared-never-shared: a function of another unit reads through the reference to the owner, or
// copies it; alone the unit is silent.
//--- shares.h
#pragma once
#include <memory>
struct Big {
  char bytes[4096] = {};
  int first() const;
};
void copies(const std::shared_ptr<Big> &s);
void copiesDeeper(const std::shared_ptr<Big> &s);
void observes(const std::shared_ptr<Big> &s);
int readsObject(const Big &b);
//--- user.cpp
#include "shares.h"
void copied() {
  auto s = std::make_shared<Big>();
  copies(s);
}
void copiedDeeper() {
  auto s = std::make_shared<Big>();
  copiesDeeper(s);
}
void observed() {
  auto s = std::make_shared<Big>();
  observes(s);
}
int objectOnly() {
  auto s = std::make_shared<Big>(); // want "'s' is never shared"
  return readsObject(*s) + s->first();
}
//--- shares.cpp
#include "shares.h"
static std::shared_ptr<Big> kept;
static std::weak_ptr<Big> watched;
int Big::first() const { return bytes[0]; }
void copies(const std::shared_ptr<Big> &s) { kept = s; }
void copiesDeeper(const std::shared_ptr<Big> &s) { copies(s); }
void observes(const std::shared_ptr<Big> &s) { watched = s; }
int readsObject(const Big &b) { return b.bytes[1]; }
