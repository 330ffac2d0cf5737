#include "checks/GrowthModel.h"

#include <algorithm>

namespace memlint {
namespace {

bool isPrime(std::uint64_t N) {
  for (std::uint64_t D = 2; D <= N / D; ++D)
    if (N % D == 0)
      return false;
  return N >= 2;
}

std::uint64_t primeFrom(std::uint64_t N) {
  while (!isPrime(N))
    ++N;
  return N;
}

/// libstdc++ doubles (`_M_check_len`), as libc++ (`__recommend`); Microsoft's adds half
/// (`_Calculate_growth`).
std::uint64_t nextOfVector(StandardLibrary Library, std::uint64_t C) {
  return Library == StandardLibrary::Msvc ? std::max(C + C / 2, C + 1)
                                          : std::max<std::uint64_t>(1, 2 * C);
}

/// Without the end mark: libstdc++ doubles (`_M_create`); libc++ rounds twice as much up to 8 bytes
/// (`__recommend`); Microsoft's takes half more, at least the next 16 bytes (`_Calculate_growth`).
std::uint64_t nextOfString(StandardLibrary Library, std::uint64_t C, std::uint64_t Size) {
  auto Unit = [&](std::uint64_t Bytes) { return Size < Bytes && Size > 0 ? Bytes / Size : 1; };
  switch (Library) {
  case StandardLibrary::Libstdcxx:
    break;
  case StandardLibrary::Libcxx:
    return std::max<std::uint64_t>(1, (2 * C + Unit(8)) / Unit(8) * Unit(8) - 1);
  case StandardLibrary::Msvc:
    return std::max((C + 1) / Unit(16) * Unit(16) + Unit(16) - 1, C + C / 2);
  }
  return std::max<std::uint64_t>(1, 2 * C);
}

/// Buckets for one element more: libstdc++'s own primes (`_Prime_rehash_policy`, its table thinned
/// to what doubling meets), the next prime in libc++ (`__next_prime`), Microsoft's powers of two.
std::uint64_t nextBuckets(StandardLibrary Library, std::uint64_t C) {
  constexpr std::uint64_t Primes[] = {13,   29,   59,    127,   257,   541,   1109,
                                      2357, 5087, 10273, 20753, 42043, 85229, 172933};
  switch (Library) {
  case StandardLibrary::Libstdcxx: {
    const auto *Next = std::upper_bound(std::begin(Primes), std::end(Primes), C);
    return Next != std::end(Primes) ? *Next : 2 * C;
  }
  case StandardLibrary::Libcxx:
    return C > UINT32_MAX ? 2 * C : primeFrom(std::max<std::uint64_t>(2, 2 * C + 1));
  case StandardLibrary::Msvc:
    return C < 8 ? 8 : C < 512 ? 8 * C : 2 * C;
  }
  return 2 * C;
}

std::uint64_t next(StandardLibrary Library, ContainerKind Kind, std::uint64_t C,
                   std::uint64_t ElementSize) {
  switch (Kind) {
  case ContainerKind::Vector:
    return nextOfVector(Library, C);
  case ContainerKind::String:
    return nextOfString(Library, C, ElementSize);
  case ContainerKind::Hash:
    return nextBuckets(Library, C);
  }
  return 2 * C;
}

} // namespace

GrowthCost costOfGrowing(StandardLibrary Library, ContainerKind Kind, std::uint64_t Inline,
                         std::uint64_t Count, std::uint64_t ElementSize) {
  GrowthCost Cost;
  for (std::uint64_t C = Inline; C < Count;) {
    Cost.Moves += C;
    ++Cost.Allocations;
    if (C > UINT64_MAX / 16) // larger than any memory, and near where numbers wrap
      break;
    C = next(Library, Kind, C, ElementSize);
  }
  return Cost;
}

GrowthCost costOfReserved(std::uint64_t Inline, std::uint64_t Count) {
  return {Count > Inline ? 1u : 0u, 0};
}

} // namespace memlint
