// Makes a function of the memory IR piece by piece: each type, name, symbol and path is put into
// the function's tables once. The lowering and the parser of the text form write functions with it.
#ifndef MEMLINT_ANALYSIS_IR_FUNCTIONBUILDER_H
#define MEMLINT_ANALYSIS_IR_FUNCTIONBUILDER_H

#include "analysis/model/MemoryIr.h"

#include <map>
#include <string>
#include <string_view>

namespace memlint::ir {

class FunctionBuilder {
public:
  /// `Self` becomes Symbols[0]. Two blocks stand at once: the first and the last.
  FunctionBuilder(Symbol Self, Span Where);

  /// Index of the name, type, symbol or path, which is added where it is new.
  std::uint32_t name(std::string_view Text);
  /// Types are told apart by their names; the first of a name stays.
  std::uint32_t type(ir::Type T);
  /// Symbols are told apart by their USRs.
  std::uint32_t symbol(Symbol S);
  std::uint32_t path(Path P);
  std::uint32_t site(Site S);
  std::uint32_t condition(Condition C);
  std::uint32_t variable(Variable V);

  /// `Base` with one step more; what exceeds MaxSteps becomes Below.
  static Path extended(Path Base, Step Next);
  Path field(Path Base, std::string_view Name);
  static Path deref(Path Base) { return extended(std::move(Base), {StepKind::Deref, 0}); }
  static Path element(Path Base) { return extended(std::move(Base), {StepKind::Element, 0}); }

  Value held(Path P) { return {ValueKind::Held, path(std::move(P))}; }
  Value address(Path P) { return {ValueKind::Address, path(std::move(P))}; }
  static Value number(std::int64_t N) { return {ValueKind::Number, static_cast<std::uint64_t>(N)}; }

  /// A new block, before the last one in the end.
  std::uint32_t block();
  /// The block that `finish` makes the last one.
  static constexpr std::uint32_t Exit = 1;
  Block &at(std::uint32_t Index) { return Made.Blocks[Index]; }
  Function &function() { return Made; }

  /// The function, with its exit block moved to the end; the builder is used up.
  Function finish() &&;

private:
  Function Made;
  std::map<std::string, std::uint32_t, std::less<>> Names, Types, Symbols;
  std::map<Path, std::uint32_t> Paths;
};

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_FUNCTIONBUILDER_H
