#include "checks/LayoutWorth.h"

#include "checks/LayoutRows.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace memlint {
namespace {

std::uint64_t roundUp(std::uint64_t Size, std::uint64_t Step) {
  return (Size + Step - 1) / Step * Step;
}

/// 8 bytes of header, a multiple of 16, at least 32: malloc.c, request2size and MINSIZE.
std::uint64_t glibcChunk(std::uint64_t Size) {
  return std::max<std::uint64_t>(32, roundUp(Size + 8, 16));
}

/// Size classes that divide each doubling into `Classes`, behind steps of 16 up to 128 and one
/// class of 8.
std::uint64_t sizeClass(std::uint64_t Size, std::uint64_t Classes) {
  if (Size <= 8)
    return 8;
  if (Size <= 128)
    return roundUp(Size, 16);
  return roundUp(Size, std::bit_floor(Size - 1) / Classes);
}

std::string arrow(std::uint64_t Before, std::uint64_t After) {
  return std::to_string(Before) + " -> " + std::to_string(After);
}

std::string heapWorth(const RecordFact &R, Allocator Heap) {
  auto Before = heapChunk(Heap, R.Size), After = heapChunk(Heap, R.Smaller->Size);
  if (!Before)
    return "";
  return "; " + std::string(AllocatorNames[static_cast<std::size_t>(Heap)]) + " chunk " +
         arrow(*Before, *After) + (*Before == *After ? ", no gain when allocated singly" : "");
}

} // namespace

std::uint64_t cacheLines(std::uint64_t Size) {
  return (Size + CacheLineBytes - 1) / CacheLineBytes;
}

std::uint64_t straddlingPercent(std::uint64_t Size) {
  if (Size == 0 || Size > CacheLineBytes)
    return 0;
  // Elements begin at every multiple of the step within a line, equally often.
  std::uint64_t Step = std::gcd(Size, CacheLineBytes), Places = CacheLineBytes / Step;
  std::uint64_t Inside = (CacheLineBytes - Size) / Step + 1;
  return ((Places - Inside) * 100 + Places / 2) / Places;
}

Allocator allocatorNamed(std::string_view Name) {
  for (std::size_t I = 0; I < std::size(AllocatorNames); ++I)
    if (AllocatorNames[I] == Name)
      return static_cast<Allocator>(I);
  return Allocator::None;
}

std::optional<std::uint64_t> heapChunk(Allocator A, std::uint64_t Size) {
  switch (A) {
  case Allocator::Glibc:
    return glibcChunk(Size);
  case Allocator::Jemalloc: // jemalloc(3), "Size classes": four to each doubling
    return sizeClass(Size, 4);
  case Allocator::Tcmalloc: // gperftools, common.cc, AlignmentForSize: an eighth is wasted at most
    return sizeClass(Size, 8);
  case Allocator::None:
    break;
  }
  return std::nullopt;
}

std::string worthLine(const RecordFact &R, Allocator Heap) {
  std::uint64_t Before = R.Size, After = R.Smaller->Size;
  std::string Text = "cache lines " + arrow(cacheLines(Before), cacheLines(After));
  Text += "; array of 1000: " + arrow(Before * 1000, After * 1000) + " bytes";
  std::uint64_t Straddle = straddlingPercent(Before), Then = straddlingPercent(After);
  if (Straddle != Then)
    Text += ", elements across two lines " + arrow(Straddle, Then) + " %";
  return Text + heapWorth(R, Heap);
}

std::string byteCount(std::uint64_t Count) {
  return std::to_string(Count) + (Count == 1 ? " byte" : " bytes");
}

} // namespace memlint
