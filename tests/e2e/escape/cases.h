// A program of cases. Without an argument it prints `name dangles` or `name fine` for each, in
// order; with a number it runs that one, which says what it read. A case that dangles reads through
// an address whose object has ended; a fine one looks like it and does not.
#ifndef MEMLINT_TESTS_E2E_ESCAPE_CASES_H
#define MEMLINT_TESTS_E2E_ESCAPE_CASES_H

#include <cstddef>
#include <cstdio>
#include <cstdlib>

struct Case {
  const char *Name;
  bool Dangles;
  int (*Run)();
};
#define DANGLES(FUNCTION, ...) {#FUNCTION, true, [] { return static_cast<int>(__VA_ARGS__); }}
#define FINE(FUNCTION, ...) {#FUNCTION, false, [] { return static_cast<int>(__VA_ARGS__); }}

template <std::size_t Count> int choose(const Case (&Cases)[Count], int Arguments, char **Values) {
  if (Arguments < 2) {
    for (const Case &C : Cases)
      std::printf("%s %s\n", C.Name, C.Dangles ? "dangles" : "fine");
    return 0;
  }
  const auto Number = std::strtoul(Values[1], nullptr, 10);
  if (Number >= Count)
    return 2;
  std::printf("%d\n", Cases[Number].Run());
  return 0;
}

#endif
