// Calls a function that builds a container and says what came out: on the standard output what no
// reserve may change, on the standard error `name elements allocations`.
#ifndef MEMLINT_TESTS_E2E_GROWTH_CALLS_H
#define MEMLINT_TESTS_E2E_GROWTH_CALLS_H

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

inline std::size_t Allocations = 0;

void *operator new(std::size_t Bytes) {
  ++Allocations;
  if (void *Block = std::malloc(Bytes ? Bytes : 1))
    return Block;
  throw std::bad_alloc();
}
void *operator new(std::size_t Bytes, std::align_val_t Alignment) {
  ++Allocations;
  const auto Unit = static_cast<std::size_t>(Alignment);
  if (void *Block = std::aligned_alloc(Unit, (Bytes + Unit - 1) / Unit * Unit))
    return Block;
  throw std::bad_alloc();
}
void operator delete(void *Block) noexcept { std::free(Block); }
void operator delete(void *Block, std::align_val_t) noexcept { std::free(Block); }
void operator delete(void *Block, std::size_t, std::align_val_t) noexcept { std::free(Block); }
void operator delete(void *Block, std::size_t) noexcept { std::free(Block); }

template <class Element> std::size_t digestOf(const Element &One) {
  if constexpr (requires { One.digest(); })
    return One.digest();
  else if constexpr (requires { One.first; })
    return digestOf(One.first) * 31 + digestOf(One.second);
  else if constexpr (requires { One.begin(); }) {
    std::size_t Sum = 0;
    for (const auto &Part : One)
      Sum = Sum * 31 + digestOf(Part);
    return Sum;
  } else if constexpr (requires { *One; })
    return digestOf(*One);
  else
    return static_cast<std::size_t>(One);
}

/// In the order of the elements, except where the container has none.
template <class Container> std::size_t digest(const Container &Elements) {
  if constexpr (requires { typename Container::key_type; }) {
    std::size_t Sum = 0;
    for (const auto &Element : Elements)
      Sum += digestOf(Element);
    return Sum;
  } else
    return digestOf(Elements);
}

template <class Function, class... Arguments>
void call(const char *Name, Function Build, const Arguments &...Inputs) {
  try {
    const std::size_t Before = Allocations;
    const auto Built = Build(Inputs...);
    const std::size_t Made = Allocations - Before;
    const auto Size = static_cast<std::size_t>(Built.size());
    std::printf("%s: %zu elements, %zu\n", Name, Size, digest(Built));
    std::fprintf(stderr, "%s %zu %zu\n", Name, Size, Made);
  } catch (const std::exception &Thrown) {
    std::printf("%s: threw %s\n", Name, Thrown.what());
  }
}

/// A function that adds to its first argument as one that builds a container.
template <class Container, class Function> auto into(Container Start, Function Add) {
  return [=](const auto &...Inputs) {
    Container Built = Start;
    Add(Built, Inputs...);
    return Built;
  };
}

#endif
