// Calls a function and says on the standard output what came out, which no rewrite may change, and
// on the standard error `name allocations`. Linked with -Wl,--wrap of malloc, calloc and realloc,
// so that operator new and C's functions are counted once each, and the library's own are not.
#ifndef MEMLINT_TESTS_E2E_ESCAPE_COUNTED_H
#define MEMLINT_TESTS_E2E_ESCAPE_COUNTED_H

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

inline std::size_t Allocations = 0;

extern "C" {
void *__real_malloc(std::size_t Bytes);
void *__real_calloc(std::size_t Count, std::size_t Bytes);
void *__real_realloc(void *Old, std::size_t Bytes);
void *__wrap_malloc(std::size_t Bytes) {
  ++Allocations;
  return __real_malloc(Bytes);
}
void *__wrap_calloc(std::size_t Count, std::size_t Bytes) {
  ++Allocations;
  return __real_calloc(Count, Bytes);
}
void *__wrap_realloc(void *Old, std::size_t Bytes) {
  ++Allocations;
  return __real_realloc(Old, Bytes);
}
}

void *operator new(std::size_t Bytes) {
  if (void *Block = std::malloc(Bytes ? Bytes : 1))
    return Block;
  throw std::bad_alloc();
}
void *operator new[](std::size_t Bytes) { return operator new(Bytes); }
void operator delete(void *Block) noexcept { std::free(Block); }
void operator delete(void *Block, std::size_t) noexcept { std::free(Block); }
void operator delete[](void *Block) noexcept { std::free(Block); }
void operator delete[](void *Block, std::size_t) noexcept { std::free(Block); }

inline void call(const char *Name, int (*Function)()) {
  const std::size_t Before = Allocations;
  const int Result = Function();
  const std::size_t Made = Allocations - Before;
  std::printf("%s: %d\n", Name, Result);
  std::fprintf(stderr, "%s %zu\n", Name, Made);
}
#define CALL(FUNCTION) call(#FUNCTION, FUNCTION)

#endif
