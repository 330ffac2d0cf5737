// Which fields and globals each function of a program may read and write, with all that it is seen
// to call: by their names alone, so that no alias is missed. What code that is not seen does is not
// in it.
#ifndef MEMLINT_ANALYSIS_SOLVE_MEMORYUSES_H
#define MEMLINT_ANALYSIS_SOLVE_MEMORYUSES_H

#include "analysis/solve/EscapeGraph.h"
#include "analysis/solve/ValueFacts.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace memlint {

/// A set of small numbers.
class NameSet {
public:
  void add(std::uint32_t Name);
  void add(const NameSet &Other);
  bool contains(std::uint32_t Name) const;
  bool meets(const NameSet &Other) const;
  bool empty() const { return Words.empty(); }

private:
  std::vector<std::uint64_t> Words; // the last one is not 0
};

struct MemoryUse {
  NameSet Reads, Writes;
  bool IsWhole = true;        // all that it calls was seen, and calls nothing else
  bool WritesUnnamed = false; // library code, as memcpy, writes where an argument points

  /// Whether it writes nothing that has a name.
  bool onlyReads() const { return IsWhole && Writes.empty(); }
};

class MemoryUses {
public:
  MemoryUses(std::span<const ir::Function> Functions, const Callees &Known);

  /// Of what the call runs, where that is known; null: it is not.
  const MemoryUse *of(const ir::Function &F, const ir::Op &Call) const;
  /// Of a body of the program.
  const MemoryUse &of(const ir::Function &Body) const;
  /// Whether writing these may change what a path holds.
  bool mayChange(const Terms &In, const ir::Path &P, const NameSet &Written) const;
  /// The same of one that lies in what the writer was given the address of.
  bool mayChangeGiven(const Terms &In, const ir::Path &P, const NameSet &Written) const;
  /// The field or the global that writing the path writes.
  NameSet written(const ir::Function &F, const ir::Path &P) const;

private:
  bool mayChangeNamed(const Terms &In, const ir::Path &P, const NameSet &Written) const;
  std::uint32_t name(std::string_view Text);
  std::optional<std::uint32_t> find(std::string_view Text) const;
  void read(const ir::Function &F, MemoryUse &Use, std::vector<std::size_t> &Edges,
            const Callees &Known);
  void use(const ir::Function &F, const ir::Path &P, bool Writes, MemoryUse &Use);
  void readMasks(const ir::Function &F);
  /// A bit of a number, or, of bit 0, all of one of which masks take parts somewhere.
  std::uint32_t part(std::uint32_t Name, std::int64_t Bit);
  std::optional<std::uint32_t> findPart(std::uint32_t Name, std::int64_t Bit) const;
  bool hasPart(std::uint32_t Name, std::int64_t Mask, const NameSet &Written) const;

  std::unordered_map<std::string_view, std::uint32_t> Names; // of the functions' own texts
  std::map<std::pair<std::uint32_t, std::int64_t>, std::uint32_t> Parts;
  std::unordered_map<std::string_view, std::size_t> Bodies; // by USR
  std::vector<MemoryUse> Uses;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_MEMORYUSES_H
