// What a record's size costs: cache lines, elements of an array that straddle two, chunks of the
// heap. Plain arithmetic for layout-padding and the ranking of --stats.
#ifndef MEMLINT_CHECKS_LAYOUTWORTH_H
#define MEMLINT_CHECKS_LAYOUTWORTH_H

#include "analysis/model/RecordFacts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace memlint {

/// Lines that an object touches which begins with one.
std::uint64_t cacheLines(std::uint64_t Size);

/// Of 100 elements of an array that begins with a cache line, those that reach from one line into
/// the next although they would fit into one; rounded. None for elements larger than a line, which
/// have no choice.
std::uint64_t straddlingPercent(std::uint64_t Size);

enum class Allocator : std::uint8_t { Glibc, Jemalloc, Tcmalloc, None };

/// The words of the option, in the order of Allocator.
inline constexpr std::string_view AllocatorNames[] = {"glibc", "jemalloc", "tcmalloc", "none"};

/// By its word; None for any other.
Allocator allocatorNamed(std::string_view Name);

/// Bytes of the heap that one object of `Size` bytes takes on a 64-bit target, bookkeeping within
/// the chunk included; nothing for Allocator::None.
std::optional<std::uint64_t> heapChunk(Allocator A, std::uint64_t Size);

/// What the smaller order, which must be present, is worth, in one line: `lines 2 -> 1; array of
/// 1000: 24000 -> 16000; glibc chunk 32 -> 32, no gain when allocated singly`.
std::string worthLine(const RecordFact &R, Allocator Heap);

/// `1 byte`, `24 bytes`.
std::string byteCount(std::uint64_t Count);

} // namespace memlint

#endif // MEMLINT_CHECKS_LAYOUTWORTH_H
