#include "analysis/solve/FieldStories.h"

#include "analysis/ir/Loops.h"
#include "analysis/solve/FieldReader.h"

#include <algorithm>

namespace memlint {
namespace {

/// Bodies from which nothing may be concluded.
constexpr std::uint32_t NotRead = ir::NotLowered | ir::Coroutine | ir::Damaged;
/// Getters of getters are followed as far.
constexpr int MaxRounds = 4;

/// The compiler's own copies say what a class is, not what it does.
bool isOwnCopy(const ir::Function &F) {
  return F.Symbols[0].Flags & ir::Implicit && F.Symbols[0].Flags & ir::CopyOrMove;
}

} // namespace

FieldStories::FieldStories(std::span<const ir::Function> Functions, const ClassFields &Classes,
                           const Summaries &Known, const Models &Library, const BodyCalls &Calls)
    : Functions(Functions), Classes(Classes), Known(Known), Library(Library), Calls(Calls) {
  Receivers.reserve(Functions.size());
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    const PathTypes Types(Classes, Functions[I]);
    Receivers.push_back(Types.receiver());
    takeLoose(Types, Functions[I]);
  }
  for (int Round = 0; Round < MaxRounds; ++Round) {
    const auto Before = Returned;
    readBodies();
    shareReturned();
    if (Returned == Before)
      break;
  }
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    readTypes(Functions[I]);
    readEnds(I);
  }
  endParts();
  for (auto &[Field, Story] : Fields)
    if (std::any_of(Story.Acquired.begin(), Story.Acquired.end(),
                    [&](const FieldAcquisition &A) { return EndedTogether.contains(A.Family); }))
      Story.Doubt = "a call ends all of its kind";
    else if (!isGlobal(Field) && Story.Doubt.empty() && Loose.contains(Classes.fact(Field).Name))
      Story.Doubt = "a field of its name is used of an unknown class";
}

void FieldStories::takeLoose(const PathTypes &Types, const ir::Function &F) {
  for (const ir::Path &P : F.Paths)
    if (const std::string_view Name = Types.looseField(P); !Name.empty())
      Loose.emplace(Name);
}

void FieldStories::readBodies() {
  Fields.clear();
  OfClass.assign(Classes.size(), {});
  Deletions.clear();
  for (std::size_t I = 0; I < Functions.size(); ++I)
    if (!isOwnCopy(Functions[I]))
      FieldReader(*this, I).read();
  for (const ir::Function &F : Functions)
    if (F.Flags & NotRead)
      giveAway(F);
}

/// Nobody knows what it does with objects that it gets.
void FieldStories::giveAway(const ir::Function &F) {
  for (const ir::Type &T : F.Types)
    for (const std::uint32_t Class : Classes.mentioned(plainTypeName(T.Name)))
      OfClass[Class].GivenAway = true;
}

/// Who calls a virtual function may get what an overrider returns.
void FieldStories::shareReturned() {
  for (const ir::Function &F : Functions)
    if (const auto At = Returned.find(F.Symbols[0].Usr); At != Returned.end()) {
      const ReturnedValue Own = At->second;
      for (const std::string &Overridden : F.Overrides)
        Returned[Overridden].add(Own);
    }
}

std::optional<BodySet> FieldStories::destructorsOf(std::uint32_t Class) const {
  const ClassStory &Story = OfClass[Class];
  if (!Story.Described)
    return std::nullopt;
  if (Story.Destructor.empty())
    return BodySet();
  const std::vector<std::size_t> &Bodies = Calls.bodies(Story.Destructor);
  if (Bodies.empty() || std::any_of(Bodies.begin(), Bodies.end(),
                                    [&](std::size_t I) { return Functions[I].Flags & NotRead; }))
    return std::nullopt;
  return BodySet(Bodies.begin(), Bodies.end());
}

std::optional<ClassField> FieldStories::globalAt(const ir::Function &F, const ir::Path &P) {
  GlobalName Global;
  if (!P.Steps.empty())
    return std::nullopt;
  if (P.Base == ir::BaseKind::Global) {
    const ir::Symbol &S = F.Symbols[P.Index];
    Global = {S.Usr, S.Name, (S.Flags & ir::InternalLinkage) != 0};
  } else if (P.Base == ir::BaseKind::Variable &&
             F.Variables[P.Index].Kind == ir::VariableKind::Static) {
    Global = {F.Symbols[0].Usr + "/" + std::to_string(P.Index), F.Variables[P.Index].Name, true};
  } else {
    return std::nullopt;
  }
  const auto [At, New] =
      GlobalNumbers.try_emplace(Global.Key, static_cast<std::uint32_t>(Globals.size()));
  if (New)
    Globals.push_back(std::move(Global));
  return ClassField{static_cast<std::uint32_t>(Classes.size()), At->second};
}

void FieldStories::readTypes(const ir::Function &F) {
  for (const ir::Type &T : F.Types) {
    if (!(T.Flags & ir::RecordType) || T.Flags & ir::IncompleteType)
      continue;
    const auto Class = Classes.find(plainTypeName(T.Name));
    if (!Class || (!T.Destructor && !(T.Flags & ir::TrivialDestructor)))
      continue;
    ClassStory &Story = OfClass[*Class];
    Story.Described = true;
    Story.VirtualDestructor |= (T.Flags & ir::VirtualDestructor) != 0;
    if (T.Destructor)
      Story.Destructor = F.Symbols[T.Destructor - 1].Usr;
  }
}

/// Variables and what is deleted: not those that end with the program.
void FieldStories::readEnds(std::size_t Function) {
  const ir::Function &F = Functions[Function];
  if (F.Flags & ir::GlobalInit)
    return;
  const PathTypes Types(Classes, F);
  const bool IsMain = F.Flags & ir::MainFunction;
  const ir::Loops Loops = IsMain ? ir::loopsOf(F) : ir::Loops();
  for (std::uint32_t B = 0; B < F.Blocks.size(); ++B) {
    if (IsMain && Loops.Innermost[B] == 0)
      continue;
    for (const ir::Op &Op : F.Blocks[B].Ops) {
      if (Op.Kind == ir::OpKind::Delete) {
        if (const auto Class = Types.pointedClass(Op.Values[0]))
          OfClass[*Class].Destroyed = true;
      } else if (Op.Kind == ir::OpKind::End && Op.To) {
        for (const std::uint32_t Class : Classes.mentioned(Types.typeOf(F.Paths[Op.To - 1])))
          OfClass[Class].Destroyed = true;
      }
    }
  }
}

/// With an object end the objects in it, and where its destructor is virtual it may be of a derived
/// class.
void FieldStories::endParts() {
  std::vector<std::uint32_t> Work;
  for (std::uint32_t I = 0; I < OfClass.size(); ++I)
    if (OfClass[I].Destroyed)
      Work.push_back(I);
  auto End = [&](std::uint32_t Class) {
    if (!OfClass[Class].Destroyed) {
      OfClass[Class].Destroyed = true;
      Work.push_back(Class);
    }
  };
  while (!Work.empty()) {
    const std::uint32_t Class = Work.back();
    Work.pop_back();
    for (const std::uint32_t Part : Classes.parts(Class))
      End(Part);
    if (OfClass[Class].VirtualDestructor)
      for (std::uint32_t I = 0; I < OfClass.size(); ++I)
        if (Classes.isKindOf(I, Class))
          End(I);
  }
}

} // namespace memlint
