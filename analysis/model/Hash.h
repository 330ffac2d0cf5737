// A hash that is the same on every machine and in every run: for fingerprints and for the checksum
// of fact files. Not for tables, not against an adversary.
#ifndef MEMLINT_ANALYSIS_MODEL_HASH_H
#define MEMLINT_ANALYSIS_MODEL_HASH_H

#include <cstdint>
#include <string_view>

namespace memlint {

/// FNV-1a, 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv, constants of §5).
constexpr std::uint64_t stableHash(std::string_view Bytes,
                                   std::uint64_t State = 0xcbf29ce484222325) {
  for (char C : Bytes) {
    State ^= static_cast<unsigned char>(C);
    State *= 0x100000001b3;
  }
  return State;
}

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_HASH_H
