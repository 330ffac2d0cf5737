// What is known of values on one way through a function: in which range they lie, and how two of
// them compare. Where an edge contradicts it, the way does not go there. What is not known is any
// value; a fact is never wrong but through an alias that nobody follows.
#ifndef MEMLINT_ANALYSIS_SOLVE_VALUEFACTS_H
#define MEMLINT_ANALYSIS_SOLVE_VALUEFACTS_H

#include "analysis/model/MemoryIr.h"
#include "analysis/solve/FlatMap.h"
#include "analysis/solve/Range.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace memlint {

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
  /// `Asks`: whether a call only asks, where that is known.
  explicit Terms(const ir::Function &F, const std::function<bool(const ir::Op &)> &Asks = {});

  const ir::Function &function() const { return F; }
  /// None: a constant, an address, or what lies anywhere below a path. All elements of an array are
  /// one term: what is asked twice is mostly asked of the same one.
  std::optional<Term> of(const ir::Value &V) const;
  Term of(const ir::Path &P);
  /// The path of a term that is not opaque.
  const ir::Path &path(Term T) const { return Paths[T.Index]; }
  /// What the place is a part of, and by which mask; none: it is no such part.
  struct Part {
    Term Whole;
    std::int64_t Mask = 0;
  };
  std::optional<Part> part(Term T) const;
  /// The mask of the path's last step; 0: it is no such part.
  std::int64_t mask(const ir::Path &P) const;
  bool isCompared(Term T) const { return Compared.contains(T); }
  /// Whether some condition compares it, or what it is copied to matters.
  bool isAsked(Term T) const { return Compared.contains(T) || Copied.contains(T); }
  /// Whether some condition compares it, or what it is copied to, or a caller may: a result, and
  /// what parameters point to.
  bool matters(Term T) const;
  /// Of a variable's path: whether a parameter points to it.
  bool isGivenMemory(const ir::Path &P) const;
  /// A new term that conditions compare, which is no value of an operation.
  Term add() { return *Compared.insert({true, FirstOwn + Own++}).first; }
  static bool isAdded(Term T) { return T.IsOpaque && T.Index >= FirstOwn; }
  /// The number of a field's name.
  std::uint32_t name(std::string_view Field);
  const std::string &name(std::uint32_t Field) const { return Names[Field]; }

private:
  /// Far beyond the opaque values of a function.
  static constexpr std::uint64_t FirstOwn = std::uint64_t{1} << 32;

  std::uint64_t intern(const ir::Path &P);
  std::set<Term> mentionedOnce() const;
  void addParts(std::set<Term> &To) const;
  void addSource(const ir::Op &Op, const std::set<Term> &Once);
  void addGiven(const std::function<bool(const ir::Op &)> &Asks);

  const ir::Function &F;
  std::vector<std::string> Names;
  std::vector<ir::Path> Paths;
  std::vector<Part> Parts; // by Paths; of those that are none the mask is 0
  struct Hash {
    std::size_t operator()(const ir::Path &P) const;
  };
  std::unordered_map<ir::Path, std::uint64_t, Hash> Numbers;
  std::vector<std::uint64_t> OfIndex; // of F.Paths
  std::set<Term> Compared, Copied;    // Copied: to one that matters
  std::uint64_t Own = 0;
};

/// Whether the value is the address of something that is there: references are, and `this`.
bool isNeverNull(const ir::Function &F, const ir::Value &V);

/// Whether writing `Whole` writes `Part`, or may: any element may be each of them.
bool isPrefix(const ir::Path &Whole, const ir::Path &Part);

/// Whether writing one writes the other, or what that leads to.
inline bool overlap(const ir::Path &A, const ir::Path &B) {
  return isPrefix(A, B) || isPrefix(B, A);
}

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
  const FlatMap<Term, Range> &ranges() const { return Ranges; }
  /// The place was written: nothing is known of it and what is in it.
  void forget(const Terms &In, const ir::Path &Written);
  void forget(const std::function<bool(Term)> &Which);
  /// Whether the other knows all of this, and maybe more.
  bool holdsWhere(const ValueFacts &Other) const;
  /// Whether what both know is all that there is to know where one of them holds: otherwise they
  /// know how values go together, which is lost when they are made one.
  bool isBoxWith(const ValueFacts &Other) const;
  /// Leaves what both know. Returns the terms of which one of them knew more.
  std::set<Term> keepCommon(const ValueFacts &Other);
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
  Range known(const Terms &In, Term T) const;
  bool limitParts(const Terms &In, Term T, const Range &Now);
  std::optional<bool> known(const Relation &R) const;
  template <class Seer> bool compareRanges(const ValueFacts &Other, Seer &&See) const;

  FlatMap<Term, Range> Ranges;
  FlatMap<Relation, bool> Relations;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_VALUEFACTS_H
