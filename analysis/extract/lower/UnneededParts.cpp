#include "analysis/extract/lower/UnneededParts.h"

#include "analysis/ir/PlainValues.h"

#include <algorithm>
#include <set>
#include <unordered_map>

namespace memlint {

namespace {

constexpr std::uint32_t None = UINT32_MAX;

/// Where something is read that a condition could tell of.
struct Readers {
  std::uint32_t Block = None; // the first one whose condition reads it
  bool Several = false;       // others do, too, or something else does

  void add(std::uint32_t By) {
    Several |= Block != None && Block != By;
    Block = By;
  }
};

/// A variable that holds a number and whose address nobody has: all that happens to it is seen.
struct Counter {
  bool Is = false;
  bool Mentioned = false; // of any variable: besides where its life begins and ends
  bool Known = false;     // is given a constant, the result of a call, or what another path holds
  bool Opaque = false;    // is given what is not told
  bool Called = false;    // is given the result of a call, which may be a resource
  bool Needed = false;
  Readers By;
  std::vector<std::uint32_t> From; // counters that it is given
};

class Unneeded {
public:
  explicit Unneeded(ir::Function &F) : F(F), Counters(F.Variables.size()) {
    findCounters();
    forEachOp([this](std::uint32_t, const ir::Op &O) { readOp(O); });
    forEachCondition([this](std::uint32_t Block, const ir::Condition &C) {
      readCondition(Block, C.Left);
      readCondition(Block, C.Right);
    });
  }

  bool drop() {
    dropConditions();
    markNeeded();
    for (ir::Block &B : F.Blocks) {
      const std::size_t Before = B.Ops.size();
      std::erase_if(B.Ops, [this](const ir::Op &O) { return isUnneeded(O); });
      dropRepeated(B);
      Changed |= B.Ops.size() != Before;
    }
    return Changed;
  }

private:
  template <class Visitor> void forEachOp(Visitor Visit) {
    for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
      for (ir::Op &O : F.Blocks[B].Ops)
        Visit(B, O);
  }
  template <class Visitor> void forEachCondition(Visitor Visit) {
    for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
      for (const ir::Edge &E : F.Blocks[B].Edges)
        if (E.Condition != 0)
          Visit(B, F.Conditions[E.Condition - 1]);
  }

  void findCounters();
  std::uint32_t counterAt(std::uint32_t Path) const;
  std::uint32_t counterOf(const ir::Value &V) const {
    return V.Kind == ir::ValueKind::Held ? counterAt(static_cast<std::uint32_t>(V.Index)) : None;
  }
  void readOp(const ir::Op &O);
  void readCondition(std::uint32_t Block, const ir::Value &V);
  bool tells(const ir::Value &V, const ir::Value &Other) const;
  void dropConditions();
  void untell(ir::Block &B, bool IsHead);
  void markNeeded();
  bool isUnneeded(const ir::Op &O) const;
  bool isUnused(const ir::Op &O) const;
  void mention(std::size_t Path) {
    if (F.Paths[Path].Base == ir::BaseKind::Variable)
      Counters[F.Paths[Path].Index].Mentioned = true;
  }
  void mention(const ir::Value &V) {
    if (hasPath(V))
      mention(V.Index);
  }
  void dropRepeated(ir::Block &B) const;
  std::vector<bool> loopHeads() const;

  ir::Function &F;
  std::vector<Counter> Counters; // by variable
  std::unordered_map<std::uint64_t, Readers> Opaques;
  bool Changed = false;
};

void Unneeded::findCounters() {
  for (std::size_t V = 0; V < F.Variables.size(); ++V) {
    const ir::VariableKind Kind = F.Variables[V].Kind;
    const ir::Type &Type = F.Types[F.Variables[V].Type];
    Counters[V].Is = (Kind == ir::VariableKind::Local || Kind == ir::VariableKind::Temporary) &&
                     Type.Flags & ir::IntegerType;
  }
  auto Escapes = [this](const ir::Path &P) {
    if (P.Base == ir::BaseKind::Variable)
      Counters[P.Index].Is = false;
  };
  for (const ir::Path &P : F.Paths)
    if (!P.Steps.empty() && !maskOf(F, P))
      Escapes(P);
  forEachOp([&](std::uint32_t, const ir::Op &O) {
    for (const ir::Value &V : O.Values)
      if (V.Kind == ir::ValueKind::Address)
        Escapes(F.Paths[V.Index]);
  });
}

std::uint32_t Unneeded::counterAt(std::uint32_t Path) const {
  const ir::Path &P = F.Paths[Path];
  return P.Base == ir::BaseKind::Variable && Counters[P.Index].Is ? P.Index : None;
}

void Unneeded::readOp(const ir::Op &O) {
  const std::uint32_t To = O.To ? counterAt(O.To - 1) : None;
  if (O.To && O.Kind != ir::OpKind::Begin && O.Kind != ir::OpKind::End)
    mention(O.To - 1);
  if (O.Kind == ir::OpKind::Call && To != None)
    Counters[To].Called = Counters[To].Known = true;
  for (const ir::Value &V : O.Values) {
    mention(V);
    const std::uint32_t From = counterOf(V);
    if (O.Kind == ir::OpKind::Copy && To != None) {
      Counter &Its = Counters[To];
      const bool Untold = V.Kind == ir::ValueKind::Opaque || V.Kind == ir::ValueKind::Unknown ||
                          V.Kind == ir::ValueKind::Shifted; // incremented
      (Untold ? Its.Opaque : Its.Known) = true;
      if (From != None)
        Its.From.push_back(From);
    } else if (From != None) {
      Counters[From].Needed = true;
    }
    if (V.Kind == ir::ValueKind::Opaque)
      Opaques[V.Index].Several = true;
  }
}

void Unneeded::readCondition(std::uint32_t Block, const ir::Value &V) {
  mention(V);
  if (const std::uint32_t From = counterOf(V); From != None)
    Counters[From].By.add(Block);
  else if (V.Kind == ir::ValueKind::Opaque)
    Opaques[V.Index].add(Block);
}

/// Whether anything else tells of the value, so that the comparison with the other means something.
bool Unneeded::tells(const ir::Value &V, const ir::Value &Other) const {
  if (V.Kind == ir::ValueKind::Unknown)
    return false;
  if (V.Kind == ir::ValueKind::Opaque)
    return Opaques.at(V.Index).Several;
  if (V.Kind != ir::ValueKind::Held)
    return true;
  const std::uint32_t Index = counterOf(V);
  const bool OtherIsConstant =
      Other.Kind == ir::ValueKind::Number || Other.Kind == ir::ValueKind::Null;
  if (Index == None) // a number among others of its array is any of them
    return Other.Kind == ir::ValueKind::Null || !isWeak(F.Paths[V.Index]);
  const Counter &C = Counters[Index];
  return C.By.Several || (OtherIsConstant ? C.Known : !C.Opaque);
}

/// Blocks that an edge leads back to.
std::vector<bool> Unneeded::loopHeads() const {
  std::vector<bool> Heads(F.Blocks.size()), Open(F.Blocks.size()), Seen(F.Blocks.size());
  std::vector<std::pair<std::uint32_t, std::size_t>> Way{{0, 0}};
  Seen[0] = Open[0] = true;
  while (!Way.empty()) {
    auto &[At, Next] = Way.back();
    if (Next == F.Blocks[At].Edges.size()) {
      Open[At] = false;
      Way.pop_back();
      continue;
    }
    const std::uint32_t To = F.Blocks[At].Edges[Next++].Target;
    if (Open[To])
      Heads[To] = true;
    if (!Seen[To]) {
      Seen[To] = Open[To] = true;
      Way.emplace_back(To, 0);
    }
  }
  return Heads;
}

void Unneeded::dropConditions() {
  const std::vector<bool> Heads = loopHeads();
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    untell(F.Blocks[B], Heads[B]);
  forEachCondition([this](std::uint32_t, const ir::Condition &C) {
    for (const ir::Value &V : {C.Left, C.Right})
      if (const std::uint32_t From = counterOf(V); From != None)
        Counters[From].Needed = true;
  });
}

/// The condition of a loop says where the loop stands: it remains, over a value that is not told.
void Unneeded::untell(ir::Block &B, bool IsHead) {
  for (ir::Edge &E : B.Edges) {
    if (E.Condition == 0)
      continue;
    ir::Condition &C = F.Conditions[E.Condition - 1];
    if (tells(C.Left, C.Right) && tells(C.Right, C.Left))
      continue;
    if (IsHead && C.Left.Kind == ir::ValueKind::Opaque && C.Right.Kind == ir::ValueKind::Number)
      continue;
    Changed = true;
    if (!IsHead) {
      E.Condition = 0;
      E.Holds = true;
      continue;
    }
    std::uint64_t Fresh = Opaques.size();
    while (Opaques.contains(Fresh))
      ++Fresh;
    C = {
        ir::Comparison::Equal, {ir::ValueKind::Opaque, Fresh}, {ir::ValueKind::Number, 0}, C.Where};
    Opaques[Fresh];
  }
}

void Unneeded::markNeeded() {
  std::vector<std::uint32_t> Open;
  for (std::uint32_t V = 0; V < Counters.size(); ++V)
    if (Counters[V].Is && Counters[V].Needed)
      Open.push_back(V);
  while (!Open.empty()) {
    const std::uint32_t At = Open.back();
    Open.pop_back();
    for (std::uint32_t From : Counters[At].From)
      if (!std::exchange(Counters[From].Needed, true))
        Open.push_back(From);
  }
}

/// Whether it begins or ends a pointer or number that nothing else names.
bool Unneeded::isUnused(const ir::Op &O) const {
  if (O.Kind != ir::OpKind::Begin && O.Kind != ir::OpKind::End)
    return false;
  const std::uint32_t V = F.Paths[O.To - 1].Index;
  return !Counters[V].Mentioned && !(F.Types[F.Variables[V].Type].Flags &
                                     (ir::RecordType | ir::ArrayType | ir::IncompleteType));
}

bool Unneeded::isUnneeded(const ir::Op &O) const {
  if (isUnused(O))
    return true;
  const std::uint32_t To = O.To ? counterAt(O.To - 1) : None;
  if (To == None)
    return false;
  const Counter &C = Counters[To];
  return O.Kind == ir::OpKind::Begin || (O.Kind == ir::OpKind::End && !C.Called) ||
         (O.Kind == ir::OpKind::Copy && !C.Needed);
}

/// Whether the place is the same one as long as no variable is written.
bool isFixed(const ir::Path &P) {
  return std::none_of(P.Steps.begin() + !P.Steps.empty(), P.Steps.end(),
                      [](const ir::Step &S) { return S.Kind == ir::StepKind::Deref; });
}

/// An element that may have a value does not have it more surely for being given it again.
void Unneeded::dropRepeated(ir::Block &B) const {
  std::set<std::pair<std::uint32_t, ir::Value>> Said;
  std::erase_if(B.Ops, [&](const ir::Op &O) {
    if (O.Kind != ir::OpKind::Copy || !isWeak(F.Paths[O.To - 1])) {
      Said.clear();
      return false;
    }
    const ir::Value &V = O.Values[0];
    const bool IsSame = V.Kind == ir::ValueKind::Address || V.Kind == ir::ValueKind::Function ||
                        (V.Kind == ir::ValueKind::Held && F.Paths[V.Index].Steps.empty());
    return IsSame && isFixed(F.Paths[O.To - 1]) && !Said.emplace(O.To, V).second;
  });
}

} // namespace

bool dropUnneeded(ir::Function &F) { return Unneeded(F).drop(); }

} // namespace memlint
