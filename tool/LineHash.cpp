#include "tool/LineHash.h"

#include "tool/SourceLines.h"
#include "llvm/ADT/StringExtras.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

namespace memlint {

namespace {

constexpr std::size_t WindowSize = 100;
constexpr std::uint64_t Base = 37;
constexpr char16_t EndOfFile = 0xFFFF;

constexpr std::uint64_t weightOfOldest() {
  std::uint64_t Weight = 1;
  for (std::size_t I = 0; I < WindowSize; ++I)
    Weight *= Base;
  return Weight;
}

/// The hash of the last 100 units, and of each line once 100 units from its start have passed.
class LineHasher {
public:
  void take(char16_t Unit);
  std::vector<std::string> finish();

private:
  void absorb(char16_t Unit);
  void completeLine();

  std::array<char16_t, WindowSize> Window{};
  std::size_t Absorbed = 0; // units so far
  std::uint64_t Hash = 0;
  std::deque<std::size_t> OpenLines; // values of `Absorbed` at the starts of unfinished lines
  bool AtLineStart = true, AfterCr = false;
  std::unordered_map<std::uint64_t, unsigned> Seen;
  std::vector<std::string> Lines;
};

} // namespace

void LineHasher::absorb(char16_t Unit) {
  if (!OpenLines.empty() && OpenLines.front() + WindowSize == Absorbed)
    completeLine();
  char16_t &Oldest = Window[Absorbed % WindowSize];
  Hash = Hash * Base + Unit - weightOfOldest() * Oldest;
  Oldest = Unit;
  ++Absorbed;
}

void LineHasher::completeLine() {
  Lines.push_back(llvm::utohexstr(Hash, /*LowerCase=*/true) + ":" + std::to_string(++Seen[Hash]));
  OpenLines.pop_front();
}

void LineHasher::take(char16_t Unit) {
  bool SecondOfCrLf = AfterCr && Unit == u'\n';
  AfterCr = Unit == u'\r';
  if (SecondOfCrLf || Unit == u' ' || Unit == u'\t')
    return;
  if (Unit == u'\r')
    Unit = u'\n';
  if (AtLineStart)
    OpenLines.push_back(Absorbed);
  AtLineStart = Unit == u'\n';
  absorb(Unit);
}

std::vector<std::string> LineHasher::finish() {
  take(EndOfFile);
  while (!OpenLines.empty())
    absorb(0);
  return std::move(Lines);
}

std::vector<std::string> lineHashes(llvm::StringRef Text) {
  LineHasher Hasher;
  forEachUtf16Unit(Text, [&](char16_t Unit) { Hasher.take(Unit); });
  return Hasher.finish();
}

} // namespace memlint
