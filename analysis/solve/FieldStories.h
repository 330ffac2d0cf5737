// What the whole program does with the raw fields of its classes, and with its globals: what is
// stored in them, which functions release it, and whether it goes where nobody can follow. Within a
// function all values that are copied to each other are one, whatever the order: in doubt nobody
// owns the field.
#ifndef MEMLINT_ANALYSIS_SOLVE_FIELDSTORIES_H
#define MEMLINT_ANALYSIS_SOLVE_FIELDSTORIES_H

#include "analysis/solve/BodyCalls.h"
#include "analysis/solve/ClassFields.h"
#include "analysis/solve/Summaries.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace memlint {

/// A fresh resource that a function makes and stores in a field.
struct FieldAcquisition {
  std::size_t Function = 0;
  OpPlace Made, Stored;
  std::string Callee; // that makes it; empty: a `new`
  std::string Family; // as its model names it
  std::string Object; // of a `new`: the plain name of its type

  auto operator<=>(const FieldAcquisition &) const = default;
};

struct FieldStory {
  std::vector<FieldAcquisition> Acquired;
  std::set<std::size_t> Released; // functions that release it, or hand it to one that does
  std::set<std::pair<std::size_t, OpPlace>> Deleted; // by `delete`
  std::set<std::size_t> Read;                        // functions that mention it
  std::string Doubt; // why nobody knows who owns it; empty: the class does
};

struct BodyPlace {
  std::size_t Function = 0;
  OpPlace At;

  auto operator<=>(const BodyPlace &) const = default;
};

/// A `delete` of what a `new` in the same body may have made.
struct ObjectDeletion {
  BodyPlace At;
  std::string Object; // the plain name of the type of the `new`
};

struct ClassStory {
  std::string Destructor; // its USR; empty: none that does anything
  bool Described = false; // a body says what its destructor is
  bool VirtualDestructor = false;
  bool Destroyed = false;        // some object ends before the program does
  bool GivenAway = false;        // code that is not seen gets an object
  std::vector<BodyPlace> Copies; // as the compiler does it, one object from another
};

/// What a function returns may be what these hold, and it may have kept it elsewhere.
struct ReturnedValue {
  std::set<ClassField> Fields;
  bool Kept = false;

  void add(const ReturnedValue &Other) {
    Fields.insert(Other.Fields.begin(), Other.Fields.end());
    Kept |= Other.Kept;
  }
  bool operator==(const ReturnedValue &) const = default;
};

/// A variable that lives as long as the program: at namespace scope, or a local static one.
struct GlobalName {
  std::string Key; // its USR, or its function's and its number there
  std::string Name;
  bool Internal = false; // no other unit can name it
};

class FieldStories {
public:
  /// All must outlive it.
  FieldStories(std::span<const ir::Function> Functions, const ClassFields &Classes,
               const Summaries &Known, const Models &Library, const BodyCalls &Calls);

  const std::map<ClassField, FieldStory> &fields() const { return Fields; }
  /// Whether what stands in the place of a field is a global.
  bool isGlobal(ClassField F) const { return F.Class == Classes.size(); }
  const GlobalName &global(ClassField F) const { return Globals[F.Field]; }
  const ClassStory &of(std::uint32_t Class) const { return OfClass[Class]; }
  const std::vector<ObjectDeletion> &deletions() const { return Deletions; }
  /// The class whose method it is, where it is one.
  std::optional<std::uint32_t> classOf(std::size_t Function) const { return Receivers[Function]; }
  /// The bodies of the class's own destructor; nothing: not all of them are seen.
  std::optional<BodySet> destructorsOf(std::uint32_t Class) const;

private:
  friend class FieldReader;
  void readBodies();
  void giveAway(const ir::Function &F);
  void readTypes(const ir::Function &F);
  void readEnds(std::size_t Function);
  void shareReturned();
  void endParts();
  std::optional<ClassField> globalAt(const ir::Function &F, const ir::Path &P);
  void takeLoose(const PathTypes &Types, const ir::Function &F);

  std::span<const ir::Function> Functions;
  const ClassFields &Classes;
  const Summaries &Known;
  const Models &Library;
  const BodyCalls &Calls;
  std::map<std::string, std::uint32_t, std::less<>> GlobalNumbers; // by their keys
  std::vector<GlobalName> Globals;
  std::vector<std::optional<std::uint32_t>> Receivers;
  std::map<ClassField, FieldStory> Fields;
  std::vector<ClassStory> OfClass;
  std::vector<ObjectDeletion> Deletions;
  std::map<std::string, ReturnedValue, std::less<>> Returned; // by USR
  std::set<std::string, std::less<>> EndedTogether; // families of which some call ends all
  std::set<std::string, std::less<>> Loose; // fields of objects of which the class is not known
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_FIELDSTORIES_H
