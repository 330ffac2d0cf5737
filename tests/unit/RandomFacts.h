// Facts at random, of every field that Fields.h lists: for tests that hold for all facts. A seed
// gives the same facts in every run.
#ifndef MEMLINT_TESTS_UNIT_RANDOMFACTS_H
#define MEMLINT_TESTS_UNIT_RANDOMFACTS_H

#include "analysis/model/Facts.h"
#include "tests/unit/RandomFunctions.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace memlint::test {

class RandomFacts {
public:
  /// `Variety`: how many different values a name or number may take; few make equal facts likely.
  explicit RandomFacts(unsigned Seed, unsigned Variety = 1'000'000)
      : Source(Seed), Variety(Variety) {}

  unsigned below(std::size_t End) { return static_cast<unsigned>(Source() % End); }

  /// Facts of up to `Most` records, growths, functions and the like each, over the given files;
  /// none of them where there is no file to stand in.
  TuFacts unit(std::vector<std::string> Files, unsigned Most = 3) {
    Table = static_cast<unsigned>(Files.size());
    TuFacts Unit;
    fillList(Unit.Units, Most);
    Unit.Files = std::move(Files);
    fillList(Unit.Records, Table == 0 ? 0 : Most);
    fillList(Unit.Traits, Table == 0 ? 0 : Most);
    fillList(Unit.FieldUses, Table == 0 ? 0 : Most);
    fillList(Unit.Growths, Table == 0 ? 0 : Most);
    fillList(Unit.Wastes, Table == 0 ? 0 : Most);
    fillList(Unit.LoneOwners, Table == 0 ? 0 : Most);
    fillList(Unit.LocalForms, Table == 0 ? 0 : Most);
    fillList(Unit.OwnerMembers, Table == 0 ? 0 : Most);
    fillList(Unit.OwnerUses, Table == 0 ? 0 : Most);
    fillList(Unit.Suppressions, Table == 0 ? 0 : Most);
    fillList(Unit.Silences, Most);
    fillList(Unit.Functions, Table == 0 ? 0 : Most);
    return Unit;
  }

  /// ASCII, other scripts, text that is no UTF-8, and what formats trip over.
  std::string text() {
    static const std::string Texts[] = {
        "",
        "Node",
        "größe/файл/日本.h",
        "\xf0\x9f\x98\x80",
        "latin-1: gr\xfc\xdf" + std::string("e.h"),
        "\xff\xfe\x80\xc0",
        "\xed\xa0\x80 is a surrogate",
        "cut \xe6\x97",
        std::string("a\0b", 3),
        "\"quoted\\\"\n\r\t\x1b[31m",
        std::string(300, 'x'),
    };
    return Texts[below(std::min<std::size_t>(Variety, std::size(Texts)))];
  }

private:
  template <class T> void fillList(std::vector<T> &List, unsigned Most) {
    List.resize(below(Most + 1));
    for (T &Element : List)
      fill(Element);
  }

  template <class T> void fill(T &Value) {
    if constexpr (std::is_same_v<T, ir::Function>)
      Value = RandomFunctions(below(Variety)).function();
    else if constexpr (std::is_same_v<T, Span>)
      place(Value);
    else if constexpr (std::is_same_v<T, std::string>)
      Value = text();
    else if constexpr (std::is_same_v<T, bool>)
      Value = below(2) != 0;
    else if constexpr (std::is_enum_v<T>)
      Value = T(below(3)); // as many as each fact's enum has
    else if constexpr (ListOfFacts<T>)
      fillList(Value, 3);
    else if constexpr (MaybeFact<T>)
      below(2) ? fill(Value.emplace()) : Value.reset();
    else if constexpr (Fielded<T>)
      forEachField(Value, [&](std::string_view, auto &Member) { fill(Member); });
    else
      Value = number<T>();
    if constexpr (std::is_same_v<T, RecordFact>)
      makeSmallerTrue(Value), somewhere(Value.Where);
    if constexpr (std::is_same_v<T, GrowthFact>)
      somewhere(Value.Loop);
    if constexpr (std::is_same_v<T, SuppressionFact> || std::is_same_v<T, RecordCountFact> ||
                  std::is_same_v<T, OrderBlockerFact> || std::is_same_v<T, ReorderFact> ||
                  std::is_same_v<T, LayoutTraitFact> || std::is_same_v<T, FieldUseFact> ||
                  std::is_same_v<T, WasteFact> || std::is_same_v<T, LoneOwnerFact> ||
                  std::is_same_v<T, LocalFormFact> || std::is_same_v<T, OwnerMemberFact> ||
                  std::is_same_v<T, OwnerUseFact> || std::is_same_v<T, ir::Function>)
      somewhere(Value.Where);
  }

  template <class T> T number() {
    constexpr std::uint64_t Edges[] = {
        0,         1, 23, 24, 255, 256, 65535, 65536, 1u << 31, UINT32_MAX, std::uint64_t(1) << 32,
        UINT64_MAX};
    return static_cast<T>(Edges[below(std::min<std::size_t>(Variety, std::size(Edges)))]);
  }

  /// Nowhere at times, as fields of facts may be.
  void place(Span &S) {
    S = {};
    if (below(6) != 0)
      somewhere(S);
  }

  void somewhere(Span &S) {
    S.File = FileId(below(Table));
    S.Line = S.EndLine = 1 + below(std::min(Variety, 1000u));
    S.Column = 1 + below(std::min(Variety, 80u));
    S.EndColumn = S.Column + below(std::min(Variety, 20u));
  }

  void makeSmallerTrue(RecordFact &R) {
    if (!R.Smaller)
      return;
    R.Size = std::max<std::uint64_t>(R.Size, 1);
    R.Smaller->Size %= R.Size;
    R.Smaller->Order.resize(R.Fields.size());
    R.Smaller->Offsets.resize(R.Fields.size());
    std::iota(R.Smaller->Order.begin(), R.Smaller->Order.end(), 0u);
    std::shuffle(R.Smaller->Order.begin(), R.Smaller->Order.end(), Source);
  }

  std::mt19937 Source;
  unsigned Variety, Table = 0;
};

} // namespace memlint::test

#endif // MEMLINT_TESTS_UNIT_RANDOMFACTS_H
