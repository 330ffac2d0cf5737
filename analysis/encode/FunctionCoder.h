// What functions of the memory IR are as numbers: the order in which their parts go through a
// stream, to be written or to be read (FunctionStreams.h). What a unit says again and again -
// symbols, types, the shapes of operations - goes through once and is referred to then. An index is
// told by how far it is from the first one that was not used yet.
#ifndef MEMLINT_ANALYSIS_ENCODE_FUNCTIONCODER_H
#define MEMLINT_ANALYSIS_ENCODE_FUNCTIONCODER_H

#include "analysis/encode/FunctionStreams.h"

#include <algorithm>
#include <functional>

namespace memlint {

/// Kinds, flags and counts that go together, as those of an operation.
using Shape = std::vector<std::uint64_t>;

inline std::size_t hashOf(const ir::Symbol &S) { return std::hash<std::string>{}(S.Usr); }
inline std::size_t hashOf(const ir::Type &T) { return std::hash<std::string>{}(T.Name); }
inline std::size_t hashOf(const Shape &S) {
  std::size_t Hash = S.size();
  for (std::uint64_t Part : S)
    Hash = (Hash ^ Part) * 0x100000001b3u;
  return Hash;
}

/// What has gone through already.
template <class T> class Said {
public:
  std::size_t size() const { return All.size(); }
  const T &operator[](std::size_t I) const { return All[I]; }
  std::size_t find(const T &Value) const {
    for (auto [At, End] = Known.equal_range(hashOf(Value)); At != End; ++At)
      if (All[At->second] == Value)
        return At->second;
    return All.size();
  }
  void add(const T &Value, bool ToBeFound) {
    if (ToBeFound)
      Known.emplace(hashOf(Value), All.size());
    All.push_back(Value);
  }

private:
  std::vector<T> All;
  std::unordered_multimap<std::size_t, std::size_t> Known;
};

/// `Function` is const where it is written.
template <class Stream, class Function> class FunctionCoder {
public:
  explicit FunctionCoder(Stream &S) : S(S) {}

  void code(Function &F);

private:
  static constexpr bool Reads = Stream::Reads;
  enum PlaceForm : std::uint64_t { Nowhere, Anew, AsBefore, OfVariable };

  /// What lets a place be told by its difference from another.
  struct PlaceColumns {
    Column Line, Near, Far, Length;
  };

  // Numbers
  template <class T> void near(Column At, T &Value, std::uint64_t Expected) {
    std::uint64_t Number = folded(static_cast<std::uint64_t>(Value) - Expected);
    S.number(At, Number);
    set(Value, Expected + unfolded(Number));
  }
  template <class T> void index(Column At, T &Value, std::uint64_t &Next) {
    std::uint64_t Number = folded(Next - static_cast<std::uint64_t>(Value));
    S.number(At, Number);
    const std::uint64_t Is = Next - unfolded(Number);
    set(Value, Is);
    Next = std::max(Next, Is + 1);
  }
  /// An index that is 1 + itself; that it is one is known.
  template <class T> void index1(Column At, T &Value, std::uint64_t &Next) {
    std::uint64_t Index = static_cast<std::uint64_t>(Value) - 1;
    index(At, Index, Next);
    set(Value, Index + 1);
  }
  template <class T> void set(T &Value, std::uint64_t Is) {
    if constexpr (Reads) {
      if (Is > std::numeric_limits<T>::max())
        S.fail();
      Value = static_cast<T>(Is);
    }
  }
  template <class T> void unless(Column At, T &Value, std::uint64_t Expected) {
    std::uint64_t Number = Value == Expected ? 0 : std::uint64_t{Value} + 1;
    S.number(At, Number);
    if constexpr (Reads)
      if (Number == Expected + 1)
        S.fail(); // there is a shorter way
    set(Value, Number == 0 ? Expected : Number - 1);
  }
  template <class List, class Each> void list(Column At, List &L, Each Code) {
    std::uint64_t Size = L.size();
    S.number(At, Size);
    if constexpr (Reads) {
      for (; S.good() && Size != 0 && S.spend(1); --Size)
        Code(L.emplace_back());
    } else {
      for (auto &Value : L)
        Code(Value);
    }
  }
  template <class T, class Known, class Anew>
  void once(Column At, T &Value, Said<Known> &Before, Anew Code);
  Shape shape(Column At, Shape Is, Said<Shape> &Before) {
    if constexpr (Reads)
      Is.clear();
    once(At, Is, Before, [&](auto &New) {
      list(Column::Shape, New, [this](auto &Part) { S.number(Column::Shape, Part); });
    });
    return Is;
  }
  /// The part of a shape that is a kind or a flag.
  template <class T> T part(const Shape &From, std::size_t I, T Greatest) {
    if (I < From.size() && From[I] <= static_cast<std::uint64_t>(Greatest))
      return static_cast<T>(From[I]);
    fail();
    return T{};
  }
  void fail() {
    if constexpr (Reads)
      S.fail();
  }

  // Parts of functions
  template <class T> void symbol(T &Symbol);
  template <class T> void attributes(T &List);
  template <class T> void type(T &Type, std::size_t At);
  template <class T> void variable(T &Variable);
  template <class T> void path(T &Path);
  template <class T>
  void place(T &Place, std::uint64_t Form, const PlaceColumns &At, std::uint64_t Length,
             ir::Place &Before);
  template <class T> void condition(T &Condition);
  template <class T> void value(Column First, T &Value);
  template <class T> void op(Function &F, T &Op);
  template <class T> void edges(Function &F, T &Edges, std::size_t Block);
  void head(Function &F);
  void conditionsBelow(Function &F, std::size_t End);
  static std::uint64_t shortLength(const std::string &Name) {
    const std::size_t Colons = Name.rfind(':');
    return Colons == std::string::npos ? Name.size() : Name.size() - Colons - 1;
  }

  Stream &S;
  Said<ir::Symbol> Symbols;
  Said<ir::Type> Types;
  Said<Shape> Variables, Paths, Conditions, Ops, Edges;
  std::uint64_t LineBefore = 0;

  // Of the function at hand
  ir::Place VariableBefore, Before;
  std::uint64_t NextSymbol = 0, NextName = 0, NextVariable = 0, NextPath = 0, NextOpaque = 0,
                NextSite = 0, NextCondition = 0, NextTemporary = 0;
  std::size_t ConditionsCoded = 0;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_ENCODE_FUNCTIONCODER_H
