// Reads one function of the text form line by line; `parse` cuts the text into lines and functions.
// FunctionHead.cpp reads what stands before the blocks, FunctionBody.cpp the blocks.
#ifndef MEMLINT_ANALYSIS_IR_FUNCTIONPARSER_H
#define MEMLINT_ANALYSIS_IR_FUNCTIONPARSER_H

#include "analysis/ir/FunctionBuilder.h"
#include "analysis/ir/Text.h"
#include "analysis/ir/Tokens.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace memlint::ir {

class FunctionParser {
public:
  /// `First` is the line that begins the function, behind the word `function`.
  FunctionParser(Line &First, std::size_t LineNumber);

  /// Any other line of it. A fault is left in the line.
  void read(Line &L, std::size_t LineNumber);
  /// The function; or what is wrong with it as a whole, and in which line.
  std::variant<Function, ParseError> finish() &&;

private:
  Function &made() { return Builder.function(); }
  std::uint32_t type(const Handle &H);
  std::uint32_t symbol(const Handle &H);

  // FunctionHead.cpp
  bool headLine(Line &L);
  bool symbolDetail(Line &L, Symbol &S);
  Attribute attribute(Line &L);
  void typeLine(Line &L);
  bool typeDetail(Line &L, Type &T);
  void symbolLine(Line &L);
  void variableLine(Line &L, VariableKind Kind);

  // FunctionBody.cpp
  void blockLine(Line &L);
  Block &block();
  void edgeLine(Line &L, std::size_t LineNumber);
  Op op(Line &L);
  void deletion(Line &L, Op &O);
  void call(Line &L, Op &O);
  void copyOrCall(Line &L, Op &O);
  std::uint32_t path(Line &L);
  Path base(Line &L);
  bool step(Line &L, Path &P);
  std::uint32_t variable(Line &L);
  Value value(Line &L);
  Value site(Line &L);
  std::vector<Value> values(Line &L);
  std::uint32_t reason(Line &L, Words All, std::uint32_t Default);

  struct Jump {
    std::size_t LineNumber, Block, Edge;
    std::string To;
  };

  std::size_t FirstLine;
  FunctionBuilder Builder;
  std::map<Handle, std::uint32_t> Types, Symbols, Variables;
  std::map<std::string, std::uint32_t> CalledSo; // how many variables have a name
  std::set<Handle> DeclaredTypes, DeclaredSymbols;
  std::map<std::string, std::uint32_t> Blocks;
  std::vector<Jump> Jumps;
};

/// `@line:column+length`, if it comes next; columns and lengths may be missing.
Place place(Line &L);

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_FUNCTIONPARSER_H
