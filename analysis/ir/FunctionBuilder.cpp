#include "analysis/ir/FunctionBuilder.h"

#include <algorithm>
#include <utility>

namespace memlint::ir {
namespace {

/// The index that `Key` has, or gets when `Value` is added to `List`.
template <class Map, class Key, class T>
std::uint32_t addOnce(Map &Known, const Key &K, std::vector<T> &List, T Value) {
  auto [Place, New] = Known.try_emplace(K, static_cast<std::uint32_t>(List.size()));
  if (New)
    List.push_back(std::move(Value));
  return Place->second;
}

template <class T> std::uint32_t addLast(std::vector<T> &List, T Value) {
  List.push_back(std::move(Value));
  return static_cast<std::uint32_t>(List.size() - 1);
}

} // namespace

FunctionBuilder::FunctionBuilder(Symbol Self, Span Where) {
  Made.Where = Where;
  symbol(std::move(Self));
  Made.Blocks.resize(2);
}

std::uint32_t FunctionBuilder::name(std::string_view Text) {
  return addOnce(Names, std::string(Text), Made.Names, std::string(Text));
}

std::uint32_t FunctionBuilder::type(ir::Type T) {
  const std::string Key = T.Name; // which moving the type would empty
  return addOnce(Types, Key, Made.Types, std::move(T));
}

std::uint32_t FunctionBuilder::symbol(Symbol S) {
  const std::string Key = S.Usr;
  return addOnce(Symbols, Key, Made.Symbols, std::move(S));
}

std::uint32_t FunctionBuilder::path(Path P) {
  const Path Key = P;
  return addOnce(Paths, Key, Made.Paths, std::move(P));
}

std::uint32_t FunctionBuilder::site(Site S) { return addLast(Made.Sites, S); }
std::uint32_t FunctionBuilder::condition(Condition C) { return addLast(Made.Conditions, C); }
std::uint32_t FunctionBuilder::variable(Variable V) {
  return addLast(Made.Variables, std::move(V));
}

Path FunctionBuilder::extended(Path Base, Step Next) {
  if (!Base.Steps.empty() && Base.Steps.back().Kind == StepKind::Below)
    return Base;
  Base.Steps.push_back(Base.Steps.size() < MaxSteps ? Next : Step{StepKind::Below, 0});
  return Base;
}

Path FunctionBuilder::field(Path Base, std::string_view Name) {
  return extended(std::move(Base), {StepKind::Field, name(Name)});
}

std::uint32_t FunctionBuilder::block() { return addLast(Made.Blocks, Block()); }

Function FunctionBuilder::finish() && {
  auto Moved = [Last = static_cast<std::uint32_t>(Made.Blocks.size() - 1)](std::uint32_t Index) {
    return Index == 0 ? 0 : Index == Exit ? Last : Index - 1;
  };
  for (Block &B : Made.Blocks)
    for (Edge &E : B.Edges)
      E.Target = Moved(E.Target);
  std::rotate(Made.Blocks.begin() + Exit, Made.Blocks.begin() + Exit + 1, Made.Blocks.end());
  return std::move(Made);
}

} // namespace memlint::ir
