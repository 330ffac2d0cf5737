#include "analysis/project/CppcheckModels.h"

#include "analysis/solve/EffectText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

namespace memlint {
namespace {

using llvm::StringRef;

/// What a family's things are: cppcheck does not tell FILE * from descriptors.
enum class Form : std::uint8_t { Pointer, Number, Either };

struct Family {
  std::string Name;
  Form Is = Form::Either;
  bool IsMemory = false, IsReleased = false;
};

std::string text(std::uint32_t Argument) { return "arg" + std::to_string(Argument); }

/// The models that are known of a name, however many arguments a call has.
std::set<const Model *> knownAs(const Models &Known, StringRef Name) {
  ir::Symbol Function;
  Name.consume_front("std::");
  Function.Name = Name.str();
  std::set<const Model *> All;
  for (std::size_t Count = 0; Count <= LastArgument; ++Count)
    if (const Model *M = Known.model(Function, Count))
      All.insert(M);
  return All;
}

/// What is known of each family before, or follows from its group.
class Families {
public:
  Families(const std::vector<CppcheckGroup> &Groups, const Models &Known)
      : Groups(Groups), Parent(Groups.size()) {
    std::iota(Parent.begin(), Parent.end(), 0);
    llvm::StringMap<std::size_t> Releasing;
    forEachCall([&](std::size_t I, const CppcheckCall &C) {
      if (C.Does == CppcheckCall::Dealloc)
        if (auto [At, New] = Releasing.try_emplace(C.Name, I); !New)
          Parent[root(I)] = root(At->second);
    });
    All.resize(Groups.size());
    Names.resize(Groups.size());
    forEachCall([&](std::size_t I, const CppcheckCall &C) { read(root(I), C, Known); });
    for (std::size_t I = 0; I < Groups.size(); ++I)
      settle(I);
  }

  const Family &of(std::size_t Group) { return All[root(Group)]; }

private:
  struct KnownNames {
    std::set<std::string> InMemory, OfNumbers;
    std::string First; // of a function that releases
  };

  template <class Function> void forEachCall(const Function &Do) {
    for (std::size_t I = 0; I < Groups.size(); ++I)
      for (const CppcheckCall &C : Groups[I].Calls)
        Do(I, C);
  }

  std::size_t root(std::size_t I) const {
    while (Parent[I] != I)
      I = Parent[I];
    return I;
  }

  void read(std::size_t Root, const CppcheckCall &C, const Models &Known) {
    KnownNames &To = Names[Root];
    if (C.Does == CppcheckCall::Use)
      return;
    if (C.Does == CppcheckCall::Dealloc && To.First.empty())
      To.First = C.Name;
    for (const Model *M : knownAs(Known, C.Name)) {
      readFamilies(M->What, C, To.InMemory);
      readFamilies(M->Handles, C, To.OfNumbers);
    }
  }

  static void readFamilies(const Summary &Says, const CppcheckCall &C, std::set<std::string> &To) {
    for (const Effect &E : Says.Effects) {
      const bool Releases = E.Kind == EffectKind::Release && E.From.Kind == SlotKind::Argument &&
                            E.From.Index == C.Argument && E.From.Steps.empty();
      const bool Makes = E.Kind == EffectKind::Copy && E.From.Kind == SlotKind::Fresh;
      if (C.Does == CppcheckCall::Dealloc ? Releases : Makes)
        To.insert(E.From.Word);
    }
  }

  void settle(std::size_t I) {
    Family &F = All[I];
    const KnownNames &Of = Names[I];
    F.IsReleased = !Of.First.empty();
    F.IsMemory = Groups[I].IsMemory;
    F.Is = F.IsMemory ? Form::Pointer : Form::Either;
    if (Of.InMemory.empty() != Of.OfNumbers.empty())
      F.Is = Of.OfNumbers.empty() ? Form::Pointer : Form::Number;
    std::set<std::string> Whole = Of.InMemory;
    Whole.insert(Of.OfNumbers.begin(), Of.OfNumbers.end());
    if (!Whole.empty()) {
      F.Name = Whole.size() == 1 ? *Whole.begin() : "any";
      return;
    }
    F.Name = Of.First;
    std::replace_if(F.Name.begin(), F.Name.end(), [](char C) { return !llvm::isAlnum(C); }, '_');
  }

  const std::vector<CppcheckGroup> &Groups;
  std::vector<std::size_t> Parent; // of a group, its root: itself
  std::vector<Family> All;         // of roots
  std::vector<KnownNames> Names;   // of roots
};

/// Models by what they say: thousands of functions say the same.
class ModelWriter {
public:
  explicit ModelWriter(ModelSet &To) : To(To) {}

  void add(StringRef Name, const Model &M) {
    std::string Key =
        print(M.What) + "|" + print(M.Handles) + "|" + std::to_string(M.MinArguments) + "-" +
        std::to_string(M.MaxArguments) +
        (M.Success ? "|" + print(M.Success->Subject) +
                         std::to_string(static_cast<int>(M.Success->Compare)) +
                         std::to_string(M.Success->Holds) + std::to_string(M.SuccessIsGuess)
                   : "");
    auto [At, New] =
        Indices.try_emplace(std::move(Key), static_cast<std::uint32_t>(To.Models.size()));
    if (New)
      To.Models.push_back(M);
    To.Functions.push_back({{Name.str(), 0, 0}, At->second});
  }

private:
  ModelSet &To;
  std::map<std::string, std::uint32_t> Indices;
};

/// One function's model while it is put together.
class Maker {
public:
  /// `AlsoReleases`: the call takes one thing and makes another of it.
  explicit Maker(const CppcheckFunction &About, bool AlsoReleases = false)
      : About(About), AlsoReleases(AlsoReleases) {
    M.What.Known = M.Handles.Known = true;
    M.MinArguments = About.MinArguments;
    M.MaxArguments = About.MaxArguments;
  }

  void alloc(const CppcheckCall &C, const Family &Of) {
    const bool Returns = C.Argument == 0;
    Form Is = Of.Is;
    if (Returns && Is == Form::Either && About.Result != CppcheckResult::Unknown)
      Is = About.Result == CppcheckResult::Pointer ? Form::Pointer : Form::Number;
    const std::string Place = Returns ? "ret" : text(C.Argument) + ".*";
    say(Is, Place + " = new " + Of.Name);
    M.What.Allocates |= Of.IsMemory;
    Told.insert(C.Argument);
    if (!C.NoFail)
      succeeds(Returns, Is, Of);
  }

  void realloc(const CppcheckCall &C, const Family &Of) {
    const std::string Old = text(C.Renewed);
    alloc(C, {Of.Name, Form::Pointer, Of.IsMemory, true});
    say(Form::Pointer, "renew " + Old);
    Told.insert(C.Renewed);
    if (C.Argument == 0)
      say(Form::Pointer, "ret = " + Old + "; ret.* = " + Old + ".*; ret.*.[] = " + Old + ".*.[]");
  }

  void dealloc(const CppcheckCall &C, const Family &Of) {
    say(Of.Is, "release " + text(C.Argument) + " " + Of.Name);
    Told.insert(C.Argument);
  }

  /// Whoever takes care of what it is given may do anything with it.
  void use() { say(Form::Pointer, "unknown = arg1+; and-more"); }

  void noReturn() { say(Form::Pointer, "no-return"); }

  /// Nothing is told but what was said so far.
  void andMore() { say(Form::Pointer, "and-more"); }

  /// What the result may be that nobody says.
  void mayReturnArguments() {
    if (About.ResultIs != 0)
      return say(Form::Pointer, "ret = " + text(About.ResultIs));
    if (About.Result == CppcheckResult::Unknown || About.Result == CppcheckResult::Pointer)
      forEachArgument([&](std::uint32_t N) {
        say(Form::Pointer, "maybe ret = " + text(N) + "; maybe ret = " + text(N) + ".~");
      });
  }

  /// What the call does with its other arguments: it may write through them, and keep them where
  /// nothing says that it does not.
  void mayTouchArguments() {
    forEachArgument([&](std::uint32_t N) {
      if (!About.LeakIgnore)
        say(Form::Pointer, "maybe unknown = " + text(N));
      if (!llvm::is_contained(About.ReadOnly, N))
        say(Form::Pointer, "maybe " + text(N) + ".*.~ = unknown");
    });
  }

  Model take() {
    llvm::sort(M.What.Effects);
    llvm::sort(M.Handles.Effects);
    return std::move(M);
  }

private:
  void say(Form Is, const std::string &Effects) {
    // The words are this file's own, and families have no other letters than effects may have.
    if (Is != Form::Number)
      (void)readEffects(Effects, M.What);
    if (Is != Form::Pointer)
      (void)readEffects(Effects, M.Handles);
  }

  /// Of a function that hands out what it makes through an argument mostly nobody says.
  void succeeds(bool Returns, Form Is, const Family &Of) {
    if (M.Success || (!Returns && About.Result == CppcheckResult::Nothing))
      return;
    Guard G;
    (void)readGuard(Returns ? resultOf(Is, Of) : "ret == 0", G);
    M.Success = std::move(G);
    M.SuccessIsGuess = !Returns && !About.ErrorCode;
  }

  /// No number up to 0 is anything, descriptors aside: Windows has pointers of -1 that are none.
  /// But where a call that fails leaves what it was given to its caller, no answer is left over.
  std::string_view resultOf(Form Is, const Family &Of) const {
    if (Is == Form::Pointer || (AlsoReleases && Is == Form::Either))
      return "ret != null";
    return AlsoReleases || Of.Name == "fd" ? "ret >= 0" : "ret > 0";
  }

  template <class Function> void forEachArgument(const Function &Do) {
    for (std::uint32_t N = 1; N <= std::min(LastArgument, About.MaxArguments); ++N)
      if (!Told.contains(N))
        Do(N);
  }

  const CppcheckFunction &About;
  const bool AlsoReleases;
  Model M;
  std::set<std::uint32_t> Told; // arguments whose fate is said; 0: the result
};

/// One function's calls in all groups.
using CallsInGroups = std::vector<std::pair<const CppcheckCall *, std::size_t>>;

std::map<std::string, CallsInGroups> callsByName(const CppcheckLibrary &Library) {
  std::map<std::string, CallsInGroups> All;
  for (std::size_t I = 0; I < Library.Groups.size(); ++I)
    for (const CppcheckCall &C : Library.Groups[I].Calls) {
      CallsInGroups &Of = All[C.Name];
      llvm::erase_if(Of, [&](const auto &Earlier) { return Earlier.first->Does == C.Does; });
      Of.emplace_back(&C, I);
    }
  return All;
}

Model modelOf(const CallsInGroups &Calls, const CppcheckFunction &About, Families &Known) {
  Maker Make(About, llvm::any_of(Calls, [](const auto &C) {
               return C.first->Does == CppcheckCall::Dealloc;
             }));
  for (auto [C, Group] : Calls)
    if (C->Does == CppcheckCall::Alloc)
      Make.alloc(*C, Known.of(Group));
    else if (C->Does == CppcheckCall::Realloc)
      Make.realloc(*C, Known.of(Group));
    else if (C->Does == CppcheckCall::Dealloc)
      Make.dealloc(*C, Known.of(Group));
    else
      Make.use();
  if (About.NoReturn)
    Make.noReturn();
  Make.mayTouchArguments();
  return Make.take();
}

} // namespace

CppcheckModels modelsOf(const CppcheckLibrary &Library, const Models &Known) {
  CppcheckModels Result;
  std::map<std::string, const CppcheckFunction *> Told;
  ModelWriter Others(Result.Others);
  for (const CppcheckFunction &F : llvm::reverse(Library.Functions)) { // the first one counts
    for (const std::string &Name : F.Names)
      Told.try_emplace(Name, &F);
    if (!F.LeakIgnore && !F.NoReturn)
      continue;
    Maker Make(F);
    if (F.NoReturn)
      Make.noReturn();
    if (F.LeakIgnore) {
      Make.mayReturnArguments();
      Make.mayTouchArguments();
    } else {
      Make.andMore();
    }
    const Model M = Make.take();
    for (const std::string &Name : F.Names)
      Others.add(Name, M);
  }
  Families Of(Library.Groups, Known);
  ModelWriter Groups(Result.Groups);
  const CppcheckFunction Nothing;
  for (auto &[Name, Calls] : callsByName(Library)) {
    CallsInGroups Sure = Calls;
    llvm::erase_if(Sure, [&](const auto &C) { // what nobody releases is no leak
      return C.first->Does != CppcheckCall::Use && !Of.of(C.second).IsReleased;
    });
    const auto About = Told.find(Name);
    if (!Sure.empty())
      Groups.add(Name, modelOf(Sure, About == Told.end() ? Nothing : *About->second, Of));
  }
  for (const CppcheckSmartPointer &P : Library.SmartPointers)
    Result.Others.Types.push_back(
        {{P.Class, 0, 0}, {P.IsUnique ? "single-owner" : "shared-owner", 0, 0}});
  return Result;
}

} // namespace memlint
