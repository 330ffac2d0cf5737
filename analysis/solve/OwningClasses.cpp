#include "analysis/solve/OwningClasses.h"

#include "analysis/ir/PlainValues.h"
#include "analysis/solve/FlowWalk.h"

#include <algorithm>

namespace memlint {
namespace {

/// Whether the edge is taken where the object is what it is given: nothing is assigned to itself.
bool isItself(const ir::Function &F, const ir::Edge &E) {
  if (!E.Condition || !E.Holds)
    return false;
  const ir::Condition &C = F.Conditions[E.Condition - 1];
  return C.Compare == ir::Comparison::Equal && (isThis(F, C.Left) || isThis(F, C.Right));
}

class MemberJudge {
public:
  MemberJudge(std::span<const ir::Function> Functions, const ClassFields &Classes,
              const Summaries &Known, const FieldStories &Stories, const BodyCalls &Calls)
      : Functions(Functions), Classes(Classes), Known(Known), Stories(Stories), Calls(Calls) {}

  MemberFaults judge();

private:
  struct Owned {
    ClassField Field;
    const FieldStory &Story;
    BodySet Acquiring, Ending; // Ending: what the destructor runs
    bool ReleasedAtEnd = false;
  };

  std::string_view whyNotOwned(ClassField Field, const FieldStory &Story) const;
  std::optional<Owned> owned(ClassField Field, const FieldStory &Story);
  FaultyMember faulty(MemberFault What, const Owned &O, const FieldAcquisition &A) const;
  bool isMethodOf(std::size_t Function, std::uint32_t Class) const;
  bool isConstructor(std::size_t Function) const {
    return Functions[Function].Symbols[0].Flags & ir::Constructor;
  }
  bool isCalledFromOutside(std::size_t Method, const Owned &O) const;
  bool constructorsAcquire(const Owned &O) const;

  bool notReleased(const Owned &O);
  bool overwritten(const Owned &O);
  std::optional<BodyPlace> calledTwice(std::size_t Method, const Owned &O) const;
  bool mayRelease(const ir::Function &F, const ir::Op &Op, const Owned &O) const;
  void copied(const Owned &O);
  bool endsAlways(const Owned &O) const;
  void cutOff();
  void cutOff(const BodyPlace &Delete, std::string_view Object);
  void silent(std::string_view Why) { Faults.Silent.emplace_back(Why); }

  std::span<const ir::Function> Functions;
  const ClassFields &Classes;
  const Summaries &Known;
  const FieldStories &Stories;
  const BodyCalls &Calls;
  std::vector<Owned> All;
  MemberFaults Faults;
};

bool MemberJudge::isMethodOf(std::size_t Function, std::uint32_t Class) const {
  const auto Receiver = Stories.classOf(Function);
  return Receiver && Classes.isKindOf(*Receiver, Class);
}

/// Empty: the class owns it.
std::string_view MemberJudge::whyNotOwned(ClassField Field, const FieldStory &Story) const {
  if (!Story.Doubt.empty())
    return Story.Doubt;
  const RecordFact &Record = Classes.record(Field.Class);
  if (Record.Kind == RecordKind::Union || Classes.fact(Field).BitWidth)
    return "a union or a bit-field";
  for (const FieldAcquisition &A : Story.Acquired)
    if (!isMethodOf(A.Function, Field.Class))
      return "acquired outside of its class";
  for (const std::uint32_t Class : Classes.relatives(Field.Class))
    if (Stories.of(Class).GivenAway)
      return "code that is not seen gets an object";
  for (const std::size_t I : Story.Released)
    if (Stories.classOf(I) != Field.Class)
      return "released outside of its class";
  return "";
}

std::optional<MemberJudge::Owned> MemberJudge::owned(ClassField Field, const FieldStory &Story) {
  if (Story.Acquired.empty() || Stories.isGlobal(Field))
    return std::nullopt;
  const auto Destructors = Stories.destructorsOf(Field.Class);
  std::string_view Why = whyNotOwned(Field, Story);
  if (Why.empty() && !Destructors)
    Why = "its destructor is not seen";
  if (!Why.empty()) {
    silent(Why);
    return std::nullopt;
  }
  Owned O{Field, Story, {}, Calls.reach(*Destructors)};
  for (const FieldAcquisition &A : Story.Acquired)
    O.Acquiring.insert(A.Function);
  O.ReleasedAtEnd = std::any_of(Story.Released.begin(), Story.Released.end(),
                                [&](std::size_t I) { return O.Ending.contains(I); });
  return O;
}

FaultyMember MemberJudge::faulty(MemberFault What, const Owned &O,
                                 const FieldAcquisition &A) const {
  FaultyMember M;
  M.What = What;
  M.Class = Classes.record(O.Field.Class).Name;
  M.Field = Classes.fact(O.Field).Name;
  M.Acquired = A;
  M.HasDestructor = !Stories.of(O.Field.Class).Destructor.empty();
  return M;
}

/// Whether those who use objects may run it: then they are the ones who have to release.
bool MemberJudge::isCalledFromOutside(std::size_t Method, const Owned &O) const {
  BodySet Seen{Method};
  std::vector<std::size_t> Work{Method};
  while (!Work.empty()) {
    const std::size_t I = Work.back();
    Work.pop_back();
    if (Calls.isAddressTaken(I))
      return true;
    for (const std::size_t Caller : Calls.callersOf(I)) {
      if (!isMethodOf(Caller, O.Field.Class) || Functions[Caller].Symbols[0].Flags & ir::Destructor)
        return true;
      if (!O.Acquiring.contains(Caller) && !isConstructor(Caller) && Seen.insert(Caller).second)
        Work.push_back(Caller);
    }
  }
  return false;
}

bool MemberJudge::notReleased(const Owned &O) {
  if (O.ReleasedAtEnd)
    return false;
  FaultyMember M = faulty(MemberFault::NotReleased, O,
                          *std::min_element(O.Story.Acquired.begin(), O.Story.Acquired.end()));
  for (const std::size_t I : O.Story.Released) {
    if (O.Acquiring.contains(I))
      continue;
    if (isCalledFromOutside(I, O)) {
      silent("its users release it");
      return true;
    }
    if (!M.Other)
      M.Other = BodyPlace{I, {}};
  }
  if (!Stories.of(O.Field.Class).Copies.empty()) {
    silent("objects of its class are copied");
    return true;
  }
  Faults.All.push_back(std::move(M));
  return true;
}

bool MemberJudge::constructorsAcquire(const Owned &O) const {
  bool Any = false;
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    const ir::Symbol &S = Functions[I].Symbols[0];
    if (!(S.Flags & ir::Constructor) || S.Flags & ir::CopyOrMove ||
        Stories.classOf(I) != O.Field.Class)
      continue;
    if (!O.Acquiring.contains(I))
      return false;
    Any = true;
  }
  return Any;
}

bool MemberJudge::mayRelease(const ir::Function &F, const ir::Op &Op, const Owned &O) const {
  if (!Op.Callee)
    return Op.Kind == ir::OpKind::Call;
  const std::vector<std::size_t> &Bodies = Calls.bodies(F.Symbols[Op.Callee - 1].Usr);
  const BodySet All = Calls.reach(BodySet(Bodies.begin(), Bodies.end()));
  return std::any_of(O.Story.Released.begin(), O.Story.Released.end(),
                     [&](std::size_t I) { return All.contains(I); });
}

/// The second of two calls on the same object, with nothing between them that releases.
std::optional<BodyPlace> MemberJudge::calledTwice(std::size_t Method, const Owned &O) const {
  const std::string &Usr = Functions[Method].Symbols[0].Usr;
  for (const std::size_t Caller : Calls.callersOf(Method)) {
    const ir::Function &F = Functions[Caller];
    std::vector<OpPlace> Places;
    for (std::uint32_t B = 0; B < F.Blocks.size(); ++B)
      for (std::uint32_t I = 0; I < F.Blocks[B].Ops.size(); ++I)
        if (const ir::Op &Op = F.Blocks[B].Ops[I];
            Op.Callee && F.Symbols[Op.Callee - 1].Usr == Usr && !Op.Values.empty())
          Places.push_back({B, I});
    const FlowWalk Walk(F, Known);
    for (const OpPlace First : Places) {
      const ir::Value Receiver = opAt(F, First).Values[0];
      if (Receiver.Kind != ir::ValueKind::Held && Receiver.Kind != ir::ValueKind::Address)
        continue;
      const ir::Path &P = F.Paths[Receiver.Index];
      if (!plainVariable(P))
        continue;
      auto Stop = [&](OpPlace At) {
        const ir::Op &Op = opAt(F, At);
        const bool Writes = Op.To && F.Paths[Op.To - 1].Base == P.Base &&
                            F.Paths[Op.To - 1].Index == P.Index &&
                            plainVariable(F.Paths[Op.To - 1]);
        return Writes || mayRelease(F, Op, O);
      };
      for (const OpPlace Second : Places)
        if (opAt(F, Second).Values[0] == Receiver && Walk.reaches(First, Second, Stop))
          return BodyPlace{Caller, Second};
    }
  }
  return std::nullopt;
}

/// A method that always puts a new one there, and is called when there is one already.
bool MemberJudge::overwritten(const Owned &O) {
  for (const FieldAcquisition &A : O.Story.Acquired) {
    const ir::Function &F = Functions[A.Function];
    const BodySet Below = Calls.reach({A.Function});
    if (isConstructor(A.Function) || Stories.classOf(A.Function) != O.Field.Class ||
        std::any_of(O.Story.Released.begin(), O.Story.Released.end(),
                    [&](std::size_t I) { return Below.contains(I); }) ||
        FlowWalk(F, Known).reachesExit(
            {0, 0}, false, [&](OpPlace At) { return At == A.Stored; },
            [&](const ir::Edge &E) { return isItself(F, E); }))
      continue;
    const bool HasOne =
        constructorsAcquire(O) && std::all_of(O.Story.Released.begin(), O.Story.Released.end(),
                                              [&](std::size_t I) { return O.Ending.contains(I); });
    const auto Outside =
        std::find_if(Calls.callersOf(A.Function).begin(), Calls.callersOf(A.Function).end(),
                     [&](std::size_t I) { return !isMethodOf(I, O.Field.Class); });
    FaultyMember M = faulty(MemberFault::Overwritten, O, A);
    M.Other = calledTwice(A.Function, O);
    if (!M.Other && !(HasOne && Outside != Calls.callersOf(A.Function).end()))
      continue;
    Faults.All.push_back(std::move(M));
    return true;
  }
  return false;
}

/// Whether what the destructor runs asks for nothing but the field itself: no count, no flag.
bool MemberJudge::endsAlways(const Owned &O) const {
  BodySet Asking = *Stories.destructorsOf(O.Field.Class);
  for (const std::size_t I : O.Story.Released)
    if (O.Ending.contains(I))
      Asking.insert(I);
  return std::all_of(Asking.begin(), Asking.end(), [&](std::size_t I) {
    const ir::Function &F = Functions[I];
    const PathTypes Types(Classes, F);
    auto IsPlain = [&](const ir::Value &V) {
      return numberOf(V) ||
             (V.Kind == ir::ValueKind::Held && Types.fieldOf(F.Paths[V.Index]) == O.Field);
    };
    return std::all_of(F.Conditions.begin(), F.Conditions.end(),
                       [&](const ir::Condition &C) { return IsPlain(C.Left) && IsPlain(C.Right); });
  });
}

void MemberJudge::copied(const Owned &O) {
  const std::vector<BodyPlace> &Copies = Stories.of(O.Field.Class).Copies;
  if (Copies.empty() || !O.ReleasedAtEnd)
    return;
  if (!constructorsAcquire(O) || !endsAlways(O))
    return silent("it may be null when it is copied, or not released");
  for (const BodyPlace &Copy : Copies) {
    if (O.Story.Read.contains(Copy.Function)) // it may be set right behind the copy
      continue;
    FaultyMember M = faulty(MemberFault::Copied, O,
                            *std::min_element(O.Story.Acquired.begin(), O.Story.Acquired.end()));
    M.Other = Copy;
    Faults.All.push_back(std::move(M));
  }
}

void MemberJudge::cutOff(const BodyPlace &Delete, std::string_view Object) {
  const ir::Function &F = Functions[Delete.Function];
  const auto Base = PathTypes(Classes, F).pointedClass(opAt(F, Delete.At).Values[0]);
  const auto Made = Classes.find(Object);
  if (!Base || !Made || *Base == *Made || !Classes.isKindOf(*Made, *Base) ||
      !Stories.of(*Base).Described || Stories.of(*Base).VirtualDestructor)
    return;
  // What the pointer was cast to has another destructor.
  const std::uint32_t Callee = opAt(F, Delete.At).Callee;
  if (Callee && F.Symbols[Callee - 1].Usr != Stories.of(*Base).Destructor)
    return;
  for (const Owned &O : All) {
    if (!O.ReleasedAtEnd || !Classes.isKindOf(*Made, O.Field.Class) ||
        Classes.isKindOf(*Base, O.Field.Class))
      continue;
    FaultyMember M = faulty(MemberFault::CutOff, O,
                            *std::min_element(O.Story.Acquired.begin(), O.Story.Acquired.end()));
    M.Other = Delete;
    M.OtherClass = Classes.record(*Base).Name;
    Faults.All.push_back(std::move(M));
  }
}

void MemberJudge::cutOff() {
  for (const ObjectDeletion &D : Stories.deletions())
    cutOff(D.At, D.Object);
  for (const auto &[Field, Story] : Stories.fields())
    for (const auto &[Function, At] : Story.Deleted)
      for (const FieldAcquisition &A : Story.Acquired)
        if (Story.Doubt.empty())
          cutOff({Function, At}, A.Object);
}

MemberFaults MemberJudge::judge() {
  for (const auto &[Field, Story] : Stories.fields())
    if (auto O = owned(Field, Story))
      All.push_back(std::move(*O));
  for (const Owned &O : All)
    if (!Stories.of(O.Field.Class).Destroyed)
      silent("no object of its class is destroyed");
    else if (!notReleased(O) && !overwritten(O))
      copied(O);
  cutOff();
  std::sort(Faults.All.begin(), Faults.All.end());
  Faults.All.erase(std::unique(Faults.All.begin(), Faults.All.end()), Faults.All.end());
  return std::move(Faults);
}

} // namespace

MemberFaults memberFaults(std::span<const ir::Function> Functions, const ClassFields &Classes,
                          const Summaries &Known, const FieldStories &Stories,
                          const BodyCalls &Calls) {
  return MemberJudge(Functions, Classes, Known, Stories, Calls).judge();
}

} // namespace memlint
