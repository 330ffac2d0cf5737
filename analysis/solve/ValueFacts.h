// What is known of values on one way through a function: in which range they lie, and how two of
// them compare. Where an edge contradicts it, the way does not go there. What is not known is any
// value; a fact is never wrong but through an alias that nobody follows.
#ifndef MEMLINT_ANALYSIS_SOLVE_VALUEFACTS_H
#define MEMLINT_ANALYSIS_SOLVE_VALUEFACTS_H

#include "analysis/model/MemoryIr.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace memlint {

/// Numbers from `Low` to `High`, but not `Except`. Null is 0.
struct Range {
  std::int64_t Low = std::numeric_limits<std::int64_t>::min();
  std::int64_t High = std::numeric_limits<std::int64_t>::max();
  std::optional<std::int64_t> Except = std::nullopt;

  static Range only(std::int64_t Number) { return {Number, Number}; }
  static Range allBut(std::int64_t Number) { return Range{.Except = Number}.tidied(); }
  /// What compares with the number as told.
  static Range of(ir::Comparison Compare, bool Holds, std::int64_t Number);

  bool isEmpty() const { return Low > High; }
  bool isAll() const { return *this == Range{}; }
  bool contains(std::int64_t Number) const {
    return Low <= Number && Number <= High && Except != Number;
  }
  /// What is in both; of two exceptions one is kept.
  Range meet(const Range &Other) const;
  /// At least what is in either.
  Range join(const Range &Other) const;

  auto operator<=>(const Range &) const = default;

private:
  Range tidied() const;
};

/// A value that does not change but by writes: what a place holds, or an opaque value.
struct Term {
  bool IsOpaque = false;
  std::uint64_t Index = 0; // of a path of Terms, or the opaque value's number

  auto operator<=>(const Term &) const = default;
};

/// The terms of a function. Paths that are equal have one number here, and those that no operation
/// names may be added.
class Terms {
public:
  explicit Terms(const ir::Function &F);

  const ir::Function &function() const { return F; }
  /// None: a constant, an address, or what a weak path holds.
  std::optional<Term> of(const ir::Value &V) const;
  Term of(const ir::Path &P);
  /// The path of a term that is not opaque.
  const ir::Path &path(Term T) const { return Paths[T.Index]; }
  bool isCompared(Term T) const { return Compared.contains(T); }
  /// Whether some condition compares it, or what it is copied to, or a caller may: a result.
  bool matters(Term T) const;
  /// The number of a field's name.
  std::uint32_t name(std::string_view Field);
  const std::string &name(std::uint32_t Field) const { return Names[Field]; }

private:
  std::uint64_t intern(const ir::Path &P);

  const ir::Function &F;
  std::vector<std::string> Names;
  std::vector<ir::Path> Paths;
  std::map<ir::Path, std::uint64_t> Numbers;
  std::vector<std::uint64_t> OfIndex; // of F.Paths
  std::set<Term> Compared, Copied;    // Copied: to one that matters
};

/// The number that a value plainly is; none: another value.
std::optional<std::int64_t> numberOf(const ir::Value &V);
/// Whether writing `Whole` writes `Part`.
bool isPrefix(const ir::Path &Whole, const ir::Path &Part);

class ValueFacts {
public:
  /// False where the condition cannot come out so.
  bool assume(const Terms &In, const ir::Condition &C, bool Holds);
  /// False where the value cannot be in the range.
  bool limit(const Terms &In, Term T, const Range &To);
  /// Both hold the same from now on.
  void equate(const Terms &In, Term A, Term B);
  Range rangeOf(Term T) const;
  Range rangeOf(const Terms &In, const ir::Value &V) const;
  /// The place was written: nothing is known of it and what is in it.
  void forget(const Terms &In, const ir::Path &Written);
  /// Leaves what both know.
  void keepCommon(const ValueFacts &Other);
  /// Whether there are more facts than are kept apart.
  bool isTooMuch() const { return Ranges.size() + Relations.size() > MaxFacts; }

  bool operator==(const ValueFacts &) const = default;

private:
  static constexpr std::size_t MaxFacts = 24;
  struct Relation {
    bool IsLess = false; // or equal
    Term Left, Right;

    auto operator<=>(const Relation &) const = default;
  };
  bool relate(Relation R, bool Holds);
  std::optional<bool> known(const Relation &R) const;

  std::map<Term, Range> Ranges;
  std::map<Relation, bool> Relations;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_VALUEFACTS_H
