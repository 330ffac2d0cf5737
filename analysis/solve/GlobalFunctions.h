// Which functions the pointers in globals hold: tables of functions and hooks that nobody changes.
// Calls through them are followed like calls by name. Pure; made once for a program.
#ifndef MEMLINT_ANALYSIS_SOLVE_GLOBALFUNCTIONS_H
#define MEMLINT_ANALYSIS_SOLVE_GLOBALFUNCTIONS_H

#include "analysis/solve/Summary.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace memlint {

class GlobalFunctions {
public:
  GlobalFunctions() = default;
  /// Globals that other units can write are told of only where they are constant, or where
  /// `WholeProgram` says that there is no other unit.
  GlobalFunctions(std::span<const ir::Function> Functions, bool WholeProgram);

  /// All functions that a cell of a global ever holds, by their USRs; empty: they are not known.
  /// Elements of arrays are one cell. The symbols are those of the functions that were given.
  std::vector<const ir::Symbol *> of(const Slot &Cell) const;

private:
  using Fields = std::vector<std::string>;
  using Cell = std::pair<std::string_view, Fields>; // a global's USR, and the fields in it

  void read(const ir::Function &F, const ir::Op &Op);
  void write(const ir::Function &F, const ir::Path &To, const ir::Value *From);

  bool isOpen(Cell C) const;

  bool WholeProgram = false;
  std::map<Cell, std::map<std::string_view, const ir::Symbol *>> Held;
  std::set<std::string_view> Open; // globals that may hold others anywhere
  std::set<Cell> OpenCells;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_GLOBALFUNCTIONS_H
