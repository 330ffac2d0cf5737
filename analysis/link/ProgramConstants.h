// Globals that nobody writes and functions that always return the same number. Pure.
#ifndef MEMLINT_ANALYSIS_LINK_PROGRAMCONSTANTS_H
#define MEMLINT_ANALYSIS_LINK_PROGRAMCONSTANTS_H

#include "analysis/model/MemoryIr.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace memlint {

/// A number from 0 to 127, which no conversion between the integer types of C changes but that to
/// bool; null is 0. Others are not told: lowering keeps a value through changes of its sign.
using Constant = std::optional<std::uint8_t>;

class ProgramConstants {
public:
  /// The functions must outlive this, and not change before it is done with.
  ProgramConstants(std::span<const ir::Function> Functions, bool WholeProgram);

  Constant global(std::string_view Usr) const;
  /// What every body of the function returns; nothing, where that is not always the same.
  Constant result(std::string_view Usr) const;

private:
  void readWrites(const ir::Function &F);
  void readStart(const ir::Function &F);
  void addResults(std::span<const ir::Function> Functions);

  bool WholeProgram;
  std::unordered_map<std::string_view, Constant> Globals; // nothing: not the same in all units
  std::unordered_set<std::string_view> Written;
  std::unordered_map<std::string_view, Constant> Results;
};

/// What can run in one function, as far as constants decide it.
class LiveBlocks {
public:
  LiveBlocks(const ir::Function &F, const ProgramConstants &Known);

  bool has(std::size_t Block) const { return Live[Block]; }
  bool isTaken(const ir::Edge &E) const;
  /// What the function returns in all blocks that can run.
  Constant result() const;

private:
  struct Writes { // of a variable as a whole
    const ir::Op *Only = nullptr;
    unsigned Count = 0;
    bool Open = false; // others may write it, or a part of it
  };

  void readWrites();
  Constant value(const ir::Value &V, unsigned Depth = 0) const;
  Constant written(const ir::Op &By, unsigned Depth) const;
  /// Whether it holds; nothing: now and then.
  std::optional<bool> holds(const ir::Condition &C) const;
  void walk();

  const ir::Function &F;
  const ProgramConstants &Known;
  std::vector<Writes> Variables;
  std::vector<bool> Live; // by block
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_LINK_PROGRAMCONSTANTS_H
