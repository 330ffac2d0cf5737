// The two ends of FunctionBytes: a stream that numbers and texts are put into, and one that gives
// them back. Both have the same methods, so that what functions are made of is told once, in
// FunctionCoder.h. A reader whose bytes were wrong gives zeros from then on, and is not good().
#ifndef MEMLINT_ANALYSIS_ENCODE_FUNCTIONSTREAMS_H
#define MEMLINT_ANALYSIS_ENCODE_FUNCTIONSTREAMS_H

#include "analysis/model/MemoryIr.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace memlint {

/// Numbers of one kind stand together, which a packing makes much of.
enum class Column : std::uint8_t {
  Functions, // how many
  File,
  Line,
  Head, // numbers of which each function has one: of its flags, its lists
  Override,
  Symbol,
  SymbolText,
  SymbolFlags,
  Attribute,
  Type,
  TypeText,
  TypeNumber,
  TypeOther, // elements, symbols
  Name,
  Variable,
  VariableText,
  VariableType,
  Path,
  PathBase,
  PathName,
  Site,
  ConditionShape,
  OpCount,
  OpShape,
  To, // one for each kind of operation
  ToLast = To + static_cast<int>(ir::OpKind::Lose),
  Callee,
  Value, // one for each kind of value
  ValueLast = Value + static_cast<int>(ir::ValueKind::Moved),
  Compared,
  ComparedLast = Compared + static_cast<int>(ir::ValueKind::Moved),
  EdgeShape,
  EdgeTarget,
  EdgeCondition,
  VariableLine, // places: the line, the column behind one on the same line, else; the length
  VariableNear,
  VariableColumn,
  VariableLength,
  OpLine,
  OpNear,
  OpColumn,
  CallLength,
  OpLength,
  ConditionLength,
  Shape, // what shapes are made of
  Count
};

inline constexpr std::size_t ColumnCount = static_cast<std::size_t>(Column::Count);

template <class Enum> constexpr Column columnAt(Column First, Enum Kind) {
  return static_cast<Column>(static_cast<std::size_t>(First) + static_cast<std::size_t>(Kind));
}

/// Small numbers for small differences, whatever their sign. Every number is the one of a
/// difference.
constexpr std::uint64_t folded(std::uint64_t Difference) {
  return (Difference << 1) ^ (Difference >> 63 ? ~std::uint64_t{0} : 0);
}
constexpr std::uint64_t unfolded(std::uint64_t Number) {
  return (Number >> 1) ^ (Number & 1 ? ~std::uint64_t{0} : 0);
}

class FunctionWriter {
public:
  static constexpr bool Reads = false;

  template <class T> void number(Column At, const T &Value) {
    append(Columns[static_cast<std::size_t>(At)], static_cast<std::uint64_t>(Value));
  }
  void text(Column At, const std::string &Text);
  static bool good() { return true; }
  static bool spend(std::uint64_t) { return true; }

  std::string numbers() const;
  std::vector<std::string> takeTexts() { return std::move(Texts); }

private:
  static void append(std::string &To, std::uint64_t N) {
    for (; N >= 128; N >>= 7)
      To.push_back(static_cast<char>(N | 128));
    To.push_back(static_cast<char>(N));
  }

  std::array<std::string, ColumnCount> Columns;
  std::vector<std::string> Texts;
  std::unordered_map<std::string, std::uint64_t> Indices;
};

class FunctionReader {
public:
  static constexpr bool Reads = true;

  FunctionReader(const std::vector<std::string_view> &Texts, std::string_view Numbers);

  template <class T> void number(Column At, T &Value) {
    const std::uint64_t N = take(Columns[static_cast<std::size_t>(At)]);
    if constexpr (!std::is_enum_v<T>)
      if (N > std::numeric_limits<T>::max())
        return fail();
    Value = static_cast<T>(N);
  }
  void text(Column At, std::string &Text);
  bool good() const { return Good; }
  void fail() { Good = false; }
  /// Few bytes may mean much, but not without end: false, and nothing good, beyond that.
  bool spend(std::uint64_t Bytes);
  /// Whether all bytes were read and meant something.
  bool atEnd() const;

private:
  /// What is said once may be meant often; real units stay far below this.
  static constexpr std::uint64_t Always = 64u << 20, MorePerByte = 50;

  std::uint64_t take(std::string_view &From);

  const std::vector<std::string_view> &Texts;
  std::array<std::string_view, ColumnCount> Columns;
  std::uint64_t Left = Always; // bytes that may still be made
  bool Good = true;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_ENCODE_FUNCTIONSTREAMS_H
