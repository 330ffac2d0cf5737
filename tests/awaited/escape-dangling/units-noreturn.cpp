// flags: -std=c++20
// Silent: a function of another unit never returns, and only there it shows; the local stays.
//--- loop.h
#pragma once
extern int *current;
void eventLoop();
void fail();
//--- user.cpp
#include "loop.h"
void serves() {
  int n = 1;
  current = &n;
  eventLoop();
}
void fails() {
  int n = 1;
  current = &n;
  fail();
}
//--- loop.cpp
#include "loop.h"
#include <cstdlib>
int *current;
void eventLoop() {
  for (;;)
    ++*current;
}
void fail() { std::exit(*current); }
