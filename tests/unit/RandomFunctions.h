// Random well-formed functions of the memory IR: every kind, every flag, names that need quotes,
// tables in any order with doubles and with entries that nothing uses.
#ifndef MEMLINT_TESTS_UNIT_RANDOMFUNCTIONS_H
#define MEMLINT_TESTS_UNIT_RANDOMFUNCTIONS_H

#include "analysis/model/MemoryIr.h"

#include <algorithm>
#include <random>
#include <string>

namespace memlint::test {

class RandomFunctions {
public:
  explicit RandomFunctions(unsigned Seed) : Dice(Seed) {}

  ir::Function function() {
    ir::Function F;
    F.Where = {FileId(0), 1 + below(9), 1 + below(9), 9, 1 + below(9)};
    F.Flags = flags(10);
    for (auto N = below(3); N > 0; --N)
      F.Overrides.push_back(name());
    for (auto N = 1 + below(4); N > 0; --N)
      F.Names.push_back(name());
    fillTables(F);
    for (auto N = below(6); N > 0; --N)
      F.Paths.push_back(path(F));
    for (auto N = below(3); N > 0; --N)
      F.Sites.push_back({kind<ir::SiteForm>(2), below(size(F.Types)), number(), flags(3)});
    for (auto N = below(3); N > 0; --N)
      F.Conditions.push_back({kind<ir::Comparison>(3), value(F), value(F), place()});
    F.Blocks.resize(1 + below(4));
    for (ir::Block &B : F.Blocks)
      fill(F, B);
    return F;
  }

private:
  template <class T> static std::uint32_t size(const T &List) {
    return static_cast<std::uint32_t>(List.size());
  }
  std::uint32_t below(std::uint32_t Bound) { return static_cast<std::uint32_t>(Dice() % Bound); }
  template <class T> T kind(std::uint32_t Count) { return static_cast<T>(below(Count)); }
  std::uint32_t flags(unsigned Bits) { return below(2) ? 0 : below(1u << Bits); }
  std::uint64_t number() {
    const std::uint64_t Wide = (std::uint64_t{Dice()} << 32) ^ Dice();
    return below(3) ? below(9) : Wide >> below(64);
  }
  ir::Place place() { return below(2) ? ir::Place{} : ir::Place{below(99), below(99), below(3)}; }
  std::string name() {
    static constexpr const char *Names[] = {"a",  "b",  "ns::f", "P *", "",     "null", "type",
                                            "a#", "x7", "\"\n",  "~P",  "a-b",  "end",  "'2",
                                            "7",  "-",  "ret",   "\\",  "größe"};
    return Names[below(std::size(Names))];
  }

  std::vector<ir::Attribute> attributes() {
    std::vector<ir::Attribute> All(below(4) / 2);
    for (ir::Attribute &A : All)
      A = {kind<ir::AttributeKind>(11), below(3) ? below(4) : ir::ThisParameter, below(2), name()};
    return All;
  }

  void fillTables(ir::Function &F) {
    for (auto N = 1 + below(4); N > 0; --N)
      F.Symbols.push_back({name(), name(), flags(22), attributes()});
    for (auto N = 1 + below(4); N > 0; --N)
      F.Types.push_back({name(), name(), number(), below(65), flags(20), below(1 + size(F.Types)),
                         number(), below(1 + size(F.Symbols)),
                         below(1 + size(F.Symbols))}); // elements stand before what they are in
    F.ResultType = below(1 + size(F.Types));
    if (below(2))
      F.Variables.push_back(variable(F, ir::VariableKind::This));
    for (auto N = below(3); N > 0; --N)
      F.Variables.push_back(variable(F, ir::VariableKind::Parameter));
    for (auto N = below(4); N > 0; --N)
      F.Variables.push_back(variable(F, static_cast<ir::VariableKind>(2 + below(3))));
  }

  ir::Variable variable(const ir::Function &F, ir::VariableKind Kind) {
    return {name(), Kind, below(size(F.Types)), place(), attributes()};
  }

  static bool isDeref(const ir::Step &S) { return S.Kind == ir::StepKind::Deref; }
  ir::Path path(const ir::Function &F) {
    ir::Path P{kind<ir::BaseKind>(3), 0, {}};
    if (P.Base == ir::BaseKind::Variable && F.Variables.empty())
      P.Base = ir::BaseKind::Result;
    if (P.Base != ir::BaseKind::Result)
      P.Index = below(P.Base == ir::BaseKind::Variable ? size(F.Variables) : size(F.Symbols));
    for (auto N = below(4); N > 0; --N) {
      const auto Kind = kind<ir::StepKind>(3);
      const bool IsNumbered = Kind == ir::StepKind::Element && P.Base == ir::BaseKind::Variable &&
                              std::ranges::none_of(P.Steps, isDeref) && below(2) == 0;
      P.Steps.push_back({Kind, Kind == ir::StepKind::Field ? below(size(F.Names))
                               : IsNumbered                ? 1 + below(1 + ir::MaxElement)
                                                           : 0});
    }
    if (below(4) == 0)
      P.Steps.push_back({ir::StepKind::Below, 0});
    return P;
  }

  ir::Value value(const ir::Function &F) {
    const auto Kind = kind<ir::ValueKind>(9);
    switch (Kind) {
    case ir::ValueKind::Held:
    case ir::ValueKind::Address:
    case ir::ValueKind::Shifted:
      return F.Paths.empty() ? ir::Value{} : ir::Value{Kind, below(size(F.Paths))};
    case ir::ValueKind::Function:
      return {Kind, below(size(F.Symbols))};
    case ir::ValueKind::Site:
      return F.Sites.empty() ? ir::Value{} : ir::Value{Kind, below(size(F.Sites))};
    case ir::ValueKind::Number:
    case ir::ValueKind::Opaque:
      return {Kind, number()};
    default:
      return {Kind, 0};
    }
  }

  std::vector<ir::Value> values(const ir::Function &F, std::uint32_t Least, std::uint32_t Most) {
    std::vector<ir::Value> All(Least + below(1 + Most - Least));
    for (ir::Value &V : All)
      V = value(F);
    return All;
  }

  /// The path of a variable, 1 + its index, or 0 where there is none.
  std::uint32_t variablePath(const ir::Function &F) {
    for (std::uint32_t I = 0; I < size(F.Paths); ++I)
      if (F.Paths[I].Base == ir::BaseKind::Variable && F.Paths[I].Steps.empty())
        return 1 + I;
    return 0;
  }

  ir::Op op(const ir::Function &F) {
    ir::Op O{kind<ir::OpKind>(7), place(), 0, {}, 0, 0};
    const std::uint32_t Callee = 1 + below(size(F.Symbols));
    switch (O.Kind) {
    case ir::OpKind::Begin:
    case ir::OpKind::End:
      O.To = variablePath(F);
      return O.To != 0 ? O : ir::Op{ir::OpKind::Throw, O.Where, 0, {}, 0, 0};
    case ir::OpKind::Copy:
      if (F.Paths.empty())
        return {ir::OpKind::Throw, O.Where, 0, {}, 0, 0};
      O.To = 1 + below(size(F.Paths));
      O.Values = values(F, 1, 1);
      O.Detail = below(6);
      return O;
    case ir::OpKind::Call:
      O.To = below(1 + size(F.Paths));
      O.Detail = flags(4);
      O.Callee = O.Detail & ir::ThroughValue ? 0 : Callee;
      O.Values = values(F, O.Detail & ir::ThroughValue ? 1 : 0, 3);
      return O;
    case ir::OpKind::Delete:
      O.Callee = below(2) ? Callee : 0;
      O.Values = values(F, 1, 1);
      O.Detail = below(3);
      return O;
    case ir::OpKind::Throw:
      O.Values = values(F, 0, 2);
      return O;
    case ir::OpKind::Lose:
      O.Values = values(F, 0, 2);
      O.Detail = below(3);
      return O;
    }
    return O;
  }

  void fill(const ir::Function &F, ir::Block &B) {
    for (auto N = below(5); N > 0; --N)
      B.Ops.push_back(op(F));
    for (auto N = below(3); N > 0; --N) {
      const std::uint32_t Condition = below(1 + size(F.Conditions));
      B.Edges.push_back(
          {below(size(F.Blocks)), Condition, Condition == 0 || below(2), below(2) != 0});
    }
  }

  std::mt19937 Dice;
};

} // namespace memlint::test

#endif // MEMLINT_TESTS_UNIT_RANDOMFUNCTIONS_H
