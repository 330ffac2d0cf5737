#include "analysis/solve/FieldReader.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/CalleeOutcome.h"
#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/SlotPath.h"

#include <algorithm>

namespace memlint {
namespace {

bool isOnReceiver(const ir::Function &F, const ir::Path &P) {
  return P.Base == ir::BaseKind::Variable && P.Steps.size() == 2 &&
         F.Variables[P.Index].Kind == ir::VariableKind::This;
}

bool isDeref(const std::vector<SlotStep> &Steps) {
  return Steps.size() == 1 && Steps[0].Kind == ir::StepKind::Deref;
}

bool isArgument(const Slot &S, const Slot &Argument) {
  return S.Kind == SlotKind::Argument && S.Index == Argument.Index;
}

} // namespace

void FieldReader::Group::add(Group Other) {
  Fields.merge(Other.Fields);
  Fresh.insert(Fresh.end(), Other.Fresh.begin(), Other.Fresh.end());
  Deletes.insert(Deletes.end(), Other.Deletes.begin(), Other.Deletes.end());
  Stores.insert(Stores.end(), Other.Stores.begin(), Other.Stores.end());
  if (Doubt.empty())
    Doubt = std::move(Other.Doubt);
  Foreign |= Other.Foreign;
  Outside |= Other.Outside;
  Released |= Other.Released;
  Emptied |= Other.Emptied;
  Returned |= Other.Returned;
}

FieldReader::FieldReader(FieldStories &All, std::size_t Function)
    : All(All), Index(Function), F(All.Functions[Function]), Types(All.Classes, F),
      OfPaths(F.Paths.size()) {
  const auto Count = static_cast<Node>(F.Variables.size() + 1);
  Groups.resize(Count);
  for (Node N = 0; N < Count; ++N)
    Parents.push_back(N);
  for (Node N = 0; N + 1 < Count; ++N)
    Groups[N].Foreign = isGiven(F.Variables[N]);
  Groups[Count - 1].Returned = true;
}

FieldReader::Node FieldReader::root(Node N) {
  while (Parents[N] != N)
    N = Parents[N] = Parents[Parents[N]];
  return N;
}

void FieldReader::unite(Node A, Node B) {
  A = root(A);
  B = root(B);
  if (A == B)
    return;
  Parents[B] = A;
  Groups[A].add(std::move(Groups[B]));
}

void FieldReader::doubt(std::optional<Node> N, std::string_view Why) {
  if (N && group(*N).Doubt.empty())
    group(*N).Doubt = Why;
}

void FieldReader::makeForeign(std::optional<Node> N) {
  if (N)
    group(*N).Foreign = true;
}

FieldReader::Node FieldReader::nodeOf(ClassField Field) {
  const auto [At, New] = OfFields.try_emplace(Field, static_cast<Node>(Parents.size()));
  if (New) {
    Parents.push_back(At->second);
    Groups.emplace_back().Fields.insert(Field);
  }
  return At->second;
}

/// The field that the path is, or the global.
std::optional<ClassField> FieldReader::fieldAt(const ir::Path &P) {
  const auto Field = Types.fieldOf(P);
  return Field ? Field : All.globalAt(F, P);
}

std::optional<FieldReader::Node> FieldReader::nodeOf(const ir::Path &P) {
  if (P.Base == ir::BaseKind::Result && P.Steps.empty())
    return static_cast<Node>(F.Variables.size());
  if (const auto Variable = plainVariable(P);
      Variable && F.Variables[*Variable].Kind != ir::VariableKind::Static)
    return *Variable;
  const auto Field = fieldAt(P);
  return Field ? std::optional(nodeOf(*Field)) : std::nullopt;
}

std::optional<FieldReader::Node> FieldReader::nodeOf(std::uint32_t PathIndex) {
  if (!OfPaths[PathIndex])
    OfPaths[PathIndex] = nodeOf(F.Paths[PathIndex]);
  return *OfPaths[PathIndex];
}

std::optional<FieldReader::Node> FieldReader::heldBy(const ir::Value &V) {
  if (isHeld(V))
    return nodeOf(static_cast<std::uint32_t>(V.Index));
  if (V.Kind != ir::ValueKind::Address)
    return std::nullopt;
  ir::Path P =
      F.Paths[V.Index]; // `&*p` is p, and so is the address of what a reference is bound to
  if (P.Steps.empty() || P.Steps.back().Kind != ir::StepKind::Deref)
    return std::nullopt;
  P.Steps.pop_back();
  return nodeOf(P);
}

std::optional<FieldReader::Node> FieldReader::pointedBy(const ir::Value &V) {
  return V.Kind == ir::ValueKind::Address ? nodeOf(static_cast<std::uint32_t>(V.Index))
                                          : std::nullopt;
}

void FieldReader::stored(OpPlace At, std::uint32_t PathIndex) {
  const auto Field = fieldAt(F.Paths[PathIndex]);
  if (!Field)
    return;
  Group &G = group(*nodeOf(PathIndex));
  G.Stores.push_back(At);
  G.Outside |= !All.isGlobal(*Field) && !isOnReceiver(F, F.Paths[PathIndex]);
}

void FieldReader::copy(OpPlace At, const ir::Op &Op) {
  const ir::Value V = Op.Values.empty() ? ir::Value{} : Op.Values[0];
  const std::optional<Node> From = heldBy(V), To = nodeOf(Op.To - 1);
  if (const std::optional<std::int64_t> Number = numberOf(V)) {
    if (To)
      group(*To).Emptied = true;
    return;
  }
  doubt(pointedBy(V), "its address is kept");
  if (From && To)
    unite(*From, *To);
  else if (From)
    doubt(From, "it is stored elsewhere");
  else if (To && V.Kind == ir::ValueKind::Site) {
    const ir::Site &S = F.Sites[V.Index];
    if (S.Flags & ir::ClassNew) // whatever that takes it from may take it back
      doubt(To, "its class has an operator new");
    group(*To).Fresh.push_back({Index, At, At, "",
                                S.Form == ir::SiteForm::NewArray ? "new[]" : "new",
                                plainTypeName(F.Types[S.Type].Name)});
  } else {
    makeForeign(To);
  }
  stored(At, Op.To - 1);
  copyObject(At, Op);
}

/// A trivial copy of an object, or one of a class without a copy constructor of its own.
void FieldReader::copyObject(OpPlace At, const ir::Op &Op) {
  const ir::Value V = Op.Values.empty() ? ir::Value{} : Op.Values[0];
  if (V.Kind != ir::ValueKind::Held)
    return;
  const ir::Path &From = F.Paths[V.Index], &To = F.Paths[Op.To - 1];
  const auto Class = Types.classOf(From);
  const auto Source = plainVariable(From);
  const bool Elided = Source && (F.Variables[*Source].Kind == ir::VariableKind::Temporary ||
                                 To.Base == ir::BaseKind::Result);
  if (Class && !Elided)
    All.OfClass[*Class].Copies.push_back({Index, At});
}

void FieldReader::remove(OpPlace At, const ir::Op &Op) {
  const bool Frees = static_cast<ir::DeleteForm>(Op.Detail) != ir::DeleteForm::Destroy;
  const std::optional<Node> N = heldBy(Op.Values[0]);
  if (!Frees)
    return doubt(N, "it is destroyed in place");
  if (!N)
    return;
  group(*N).Released = true;
  group(*N).Deletes.push_back(At);
}

void FieldReader::callUnseen(const ir::Op &Op) {
  for (const ir::Value &V : Op.Values) {
    doubt(heldBy(V), "code that is not seen gets it");
    doubt(pointedBy(V), "code that is not seen gets its address");
  }
}

void FieldReader::release(OpPlace, Node N, const Effect &E) {
  if (E.Sure == Lane::Known)
    group(N).Released = true;
  else
    doubt(N, "code that is not seen may release it");
}

/// The callee copies what it gets as an argument.
void FieldReader::moveArgument(OpPlace At, const ir::Op &Op, Node N, const Slot &To) {
  if (To.Kind == SlotKind::Result && To.Steps.empty()) {
    const std::optional<Node> Result = Op.To ? nodeOf(Op.To - 1) : std::nullopt;
    if (Result)
      unite(N, *Result);
    else if (Op.To)
      doubt(N, "it is stored elsewhere");
    return;
  }
  if (To.Kind == SlotKind::Argument && isDeref(To.Steps))
    if (const auto Position = positionOf(To.Index, hasThis(F, Op));
        Position && *Position < Op.Values.size())
      if (const std::optional<Node> There = pointedBy(Op.Values[*Position])) {
        unite(N, *There);
        return stored(At, static_cast<std::uint32_t>(Op.Values[*Position].Index));
      }
  doubt(N, "a callee keeps it");
}

/// The callee writes the place of which it gets the address.
void FieldReader::write(OpPlace At, const ir::Op &Op, std::size_t Argument, Node N,
                        const Effect &E) {
  const ir::Symbol &Callee = F.Symbols[Op.Callee - 1];
  if (E.From.Kind == SlotKind::Fresh && E.Kind == EffectKind::Copy)
    group(N).Fresh.push_back({Index, At, At, Callee.Name, E.From.Word, ""});
  else if (E.From.Kind == SlotKind::Null)
    group(N).Emptied = true;
  else
    makeForeign(N);
  stored(At, static_cast<std::uint32_t>(Op.Values[Argument].Index));
}

void FieldReader::callKnown(OpPlace At, const ir::Op &Op, const Summary &S) {
  for (std::size_t I = 0; I < Op.Values.size(); ++I) {
    const Slot Argument = argumentSlot(I, hasThis(F, Op));
    const std::optional<Node> Held = heldBy(Op.Values[I]), Pointed = pointedBy(Op.Values[I]);
    if (!Held && !Pointed)
      continue;
    for (const Effect &E : S.Effects) {
      if (Pointed && isArgument(E.To, Argument) && isDeref(E.To.Steps))
        write(At, Op, I, *Pointed, E);
      if (!isArgument(E.From, Argument))
        continue;
      const bool Itself = Held ? E.From.Steps.empty() || (E.From.Address && isDeref(E.From.Steps))
                               : isDeref(E.From.Steps) && !E.From.Address;
      const bool Inside = E.From.Address || (Pointed && E.From.Steps.empty());
      const Node N = Held ? *Held : *Pointed;
      if (Itself && (E.Kind == EffectKind::Release || E.Kind == EffectKind::Renew))
        release(At, N, E);
      else if (Itself && E.Kind == EffectKind::Copy)
        moveArgument(At, Op, N, E.To);
      else if (Itself ? E.Kind != EffectKind::Invoke : Inside && E.Kind == EffectKind::Copy)
        doubt(N, "a callee keeps it");
    }
  }
}

ReturnedValue FieldReader::returnedBy(const ir::Op &Op) const {
  const auto At = All.Returned.find(F.Symbols[Op.Callee - 1].Usr);
  return At == All.Returned.end() ? ReturnedValue() : At->second;
}

void FieldReader::takeResult(OpPlace At, const ir::Op &Op,
                             const std::vector<const Summary *> &Any) {
  const auto [Fields, Kept] = returnedBy(Op);
  const std::optional<Node> To = nodeOf(Op.To - 1);
  for (const ClassField &Field : Fields)
    if (To)
      unite(*To, nodeOf(Field));
    else
      doubt(nodeOf(Field), "it is stored elsewhere");
  if (!To)
    return;
  if (Kept)
    doubt(To, "who made it may have kept it");
  stored(At, Op.To - 1);
  bool Told = false;
  for (const Summary *S : Any)
    for (const Effect &E : S->Effects) {
      if (E.Kind != EffectKind::Copy || E.To.Kind != SlotKind::Result || !E.To.Steps.empty())
        continue;
      Told = true;
      const auto Position = E.From.Kind == SlotKind::Argument && E.From.Steps.empty()
                                ? positionOf(E.From.Index, hasThis(F, Op))
                                : std::nullopt;
      const ir::Value *V =
          Position && *Position < Op.Values.size() ? &Op.Values[*Position] : nullptr;
      if (E.From.Kind == SlotKind::Fresh)
        group(*To).Fresh.push_back({Index, At, At, F.Symbols[Op.Callee - 1].Name, E.From.Word, ""});
      else if (E.From.Kind != SlotKind::Null && !(V && (heldBy(*V) || numberOf(*V))) &&
               Fields.empty())
        makeForeign(To);
    }
  if (!Told && Fields.empty())
    makeForeign(To);
}

void FieldReader::call(OpPlace At, const ir::Op &Op) {
  if (!Op.Callee || Op.Detail & ir::ThroughValue) {
    callUnseen(Op);
    if (Op.To)
      makeForeign(nodeOf(Op.To - 1));
    return readObjects(At, Op, true);
  }
  const ir::Symbol &S = F.Symbols[Op.Callee - 1];
  std::vector<const Summary *> Any = All.Known.of(F, Op);
  const bool Seen = !Any.empty() && std::all_of(Any.begin(), Any.end(),
                                                [](const Summary *Each) { return Each->Known; });
  const bool Unseen = !Seen && (!borrowsWithoutModel(S) || mayRunOverrider(Op, S));
  const bool HasBody = All.Known.body(S.Usr).first;
  if (const Model *M = All.Library.model(S, CallArguments(F, Op),
                                         HasBody ? ModelsOf::Users : ModelsOf::Everybody);
      M && !isLocking(*M)) { // a lock is a state, and nobody owns it
    Any.push_back(&M->Handles);
    for (const Effect &E : M->Handles.Effects)
      if (E.From.Kind == SlotKind::Unknown && endsAllOf(*M, E.From.Word))
        All.EndedTogether.insert(E.From.Word);
  }
  if (Unseen)
    callUnseen(Op);
  for (const Summary *Each : Any)
    callKnown(At, Op, *Each);
  if (Op.To)
    takeResult(At, Op, Any);
  readObjects(At, Op, Unseen);
}

void FieldReader::giveAway(const ir::Value &V) {
  if (const auto Class = Types.pointedClass(V))
    All.OfClass[*Class].GivenAway = true;
}

/// What a call does with objects: ends or copies them, or takes them where nobody sees.
void FieldReader::readObjects(OpPlace At, const ir::Op &Op, bool Unseen) {
  const ir::Symbol *S = Op.Callee ? &F.Symbols[Op.Callee - 1] : nullptr;
  if (Unseen)
    for (std::size_t I = 0; I < Op.Values.size(); ++I)
      if (!(I == 0 && S && hasThis(F, Op) && mayRunOverrider(Op, *S)))
        giveAway(Op.Values[I]);
  if (!S || All.Known.body(S->Usr).first)
    S = S && S->Flags & (ir::Destructor | ir::CopyOrMove) ? S : nullptr;
  else // the library copies or moves what is in an object
    for (const Summary *Each : All.Known.of(F, Op))
      for (const Effect &E : Each->Effects)
        if (E.From.Kind == SlotKind::Argument && E.Kind != EffectKind::Release &&
            (!E.From.Steps.empty() || E.Kind != EffectKind::Copy))
          if (const auto Position = positionOf(E.From.Index, hasThis(F, Op));
              Position && *Position < Op.Values.size())
            giveAway(Op.Values[*Position]);
  if (!S || Op.Values.empty())
    return;
  const auto Class = Types.pointedClass(Op.Values[0]);
  if (!Class)
    return;
  if (S->Flags & ir::CopyOrMove && S->Flags & ir::Implicit && Op.Values.size() > 1) {
    const ir::Value &From = Op.Values[1];
    const auto Source =
        From.Kind == ir::ValueKind::Address ? plainVariable(F.Paths[From.Index]) : std::nullopt;
    if (!Source || F.Variables[*Source].Kind != ir::VariableKind::Temporary)
      All.OfClass[*Class].Copies.push_back({Index, At});
  }
  if (S->Flags & ir::Destructor && Op.Values[0].Kind == ir::ValueKind::Held &&
      plainVariable(F, Op.Values[0]) != 0u)
    All.OfClass[*Class].Destroyed = true;
}

void FieldReader::readOp(OpPlace At, const ir::Op &Op) {
  switch (Op.Kind) {
  case ir::OpKind::Copy:
    return copy(At, Op);
  case ir::OpKind::Call:
    return call(At, Op);
  case ir::OpKind::Delete:
    return remove(At, Op);
  case ir::OpKind::Throw:
  case ir::OpKind::Lose:
    for (const ir::Value &V : Op.Values) {
      doubt(heldBy(V), "it is lost sight of");
      doubt(pointedBy(V), "its address is lost sight of");
      giveAway(V);
    }
    return;
  default:
    return;
  }
}

void FieldReader::read() {
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
    for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
      readOp({B, I}, F.Blocks[B].Ops[I]);
  finish();
}

void FieldReader::finish() {
  for (Node N = 0; N < Parents.size(); ++N)
    if (root(N) == N)
      for (const OpPlace At : Groups[N].Deletes)
        for (const FieldAcquisition &Made : Groups[N].Fresh)
          if (!Made.Object.empty())
            All.Deletions.push_back({{Index, At}, Made.Object});
  for (const auto &[Field, N] : OfFields) {
    const Group &G = group(N);
    FieldStory &Story = All.Fields[Field];
    auto Doubt = [&](bool Is, std::string_view Why) {
      if (Is && Story.Doubt.empty())
        Story.Doubt = Why;
    };
    Story.Read.insert(Index);
    Doubt(!G.Doubt.empty(), G.Doubt);
    Doubt(G.Fields.size() > 1, "its value goes to another field");
    Doubt(!G.Stores.empty() && G.Foreign, "it may hold what somebody else owns");
    Doubt(!G.Stores.empty() && G.Outside, "it is set from outside of its class");
    Doubt(G.Returned && G.Emptied && !G.Released, "it is handed over");
    if (G.Released)
      Story.Released.insert(Index);
    for (const OpPlace At : G.Deletes)
      Story.Deleted.insert({Index, At});
    if (!G.Stores.empty())
      for (FieldAcquisition A : G.Fresh) {
        A.Stored = *std::min_element(G.Stores.begin(), G.Stores.end());
        Story.Acquired.push_back(std::move(A));
      }
  }
  const Group &Result = group(static_cast<Node>(F.Variables.size()));
  if (!Result.Fields.empty() || !Result.Doubt.empty())
    All.Returned[F.Symbols[0].Usr].add({Result.Fields, !Result.Doubt.empty()});
}

} // namespace memlint
