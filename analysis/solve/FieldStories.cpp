#include "analysis/solve/FieldStories.h"

#include "analysis/ir/Loops.h"
#include "analysis/solve/FieldReader.h"

#include <algorithm>

namespace memlint {
namespace {

/// Getters of getters are followed as far.
constexpr int MaxRounds = 4;

/// The compiler's own copies say what a class is, not what it does.
bool isOwnCopy(const ir::Function &F) {
  return F.Symbols[0].Flags & ir::Implicit && F.Symbols[0].Flags & ir::CopyOrMove;
}

} // namespace

FieldStories::FieldStories(std::span<const ir::Function> Functions, const ClassFields &Classes,
                           const Summaries &Known, const Models &Library)
    : Functions(Functions), Classes(Classes), Known(Known), Library(Library) {
  Receivers.reserve(Functions.size());
  for (std::size_t I = 0; I < Functions.size(); ++I) {
    ByUsr[Functions[I].Symbols[0].Usr].push_back(I);
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
    if (Story.Doubt.empty() && Loose.contains(Classes.fact(Field).Name))
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
    if (F.Flags & (ir::NotLowered | ir::Coroutine | ir::Damaged))
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
      const std::set<ClassField> Own = At->second;
      for (const std::string &Overridden : F.Overrides)
        Returned[Overridden].insert(Own.begin(), Own.end());
    }
}

const std::vector<std::size_t> &FieldStories::bodies(std::string_view Usr) const {
  static const std::vector<std::size_t> None;
  const auto At = ByUsr.find(Usr);
  return At == ByUsr.end() ? None : At->second;
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
