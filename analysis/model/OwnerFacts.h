// Smart pointers of which a unit sees all uses: locals that no use shares, and private members of
// classes, with what each function that may touch them does. Plain values, made by extract.
#ifndef MEMLINT_ANALYSIS_MODEL_OWNERFACTS_H
#define MEMLINT_ANALYSIS_MODEL_OWNERFACTS_H

#include "analysis/model/Fields.h"
#include "analysis/model/GrowthFacts.h"
#include "analysis/model/Span.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace memlint {

/// A local std::shared_ptr that owns what the function makes, and whose uses leave it the only
/// owner.
struct LoneOwnerFact {
  std::string Function; // qualified name of the function it stands in
  std::string Name;
  Span Where;             // its name
  std::string Type;       // of the object
  std::uint64_t Size = 0; // bytes of the object
  std::vector<Span> Made; // where objects are made for it
  /// It has one object from its declaration to its end, of the very type, which a local variable
  /// could be.
  bool OneObject = false;
  std::vector<ProposedFix> Fixes;

  bool operator==(const LoneOwnerFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("function", &LoneOwnerFact::Function), field("name", &LoneOwnerFact::Name),
        field("where", &LoneOwnerFact::Where), field("type", &LoneOwnerFact::Type),
        field("size", &LoneOwnerFact::Size), field("made", &LoneOwnerFact::Made),
        field("oneObject", &LoneOwnerFact::OneObject), field("fixes", &LoneOwnerFact::Fixes));
  }
};

/// How a local variable is written in another way: a smart pointer as an object, a vector as a
/// std::array, a capture by reference as a copy. Whether it should be is not said.
struct LocalFormFact {
  Span Where; // where the owner's object is made, the vector's name, the capture
  ProposedFix Fix;

  bool operator==(const LocalFormFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("where", &LocalFormFact::Where), field("fix", &LocalFormFact::Fix));
  }
};

/// A private member that is a std::unique_ptr or std::shared_ptr, where all functions that may
/// touch it are known by name and the class says nothing against doing without.
struct OwnerMemberFact {
  std::string Record; // USR of its class
  std::string Class;  // qualified name of it
  std::string Member;
  Span Where; // the member's name
  bool Shared = false;
  std::string Type;                   // of the object
  std::uint64_t Size = 0;             // bytes of the object
  std::vector<std::string> Functions; // USRs of those that may touch it and have a body somewhere
  Span Made;                          // its initializer in the class, where that makes the object
  bool Always = false;                // each constructor without a body of its own makes the object

  bool operator==(const OwnerMemberFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("record", &OwnerMemberFact::Record), field("class", &OwnerMemberFact::Class),
        field("member", &OwnerMemberFact::Member), field("where", &OwnerMemberFact::Where),
        field("shared", &OwnerMemberFact::Shared), field("type", &OwnerMemberFact::Type),
        field("size", &OwnerMemberFact::Size), field("functions", &OwnerMemberFact::Functions),
        field("made", &OwnerMemberFact::Made), field("always", &OwnerMemberFact::Always));
  }
};

/// What one function's body does with a member of an OwnerMemberFact.
struct OwnerUseFact {
  std::string Record, Member; // as there
  std::string Function;       // USR
  Span Where;                 // the function's name
  Span Made;                  // where it makes the object: as a constructor, always
  std::string Against;        // the first use that keeps the member what it is; empty: none
  Span AgainstAt;
  bool Constructor = false; // makes the members itself

  bool operator==(const OwnerUseFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("record", &OwnerUseFact::Record), field("member", &OwnerUseFact::Member),
        field("function", &OwnerUseFact::Function), field("where", &OwnerUseFact::Where),
        field("constructor", &OwnerUseFact::Constructor), field("made", &OwnerUseFact::Made),
        field("against", &OwnerUseFact::Against), field("againstAt", &OwnerUseFact::AgainstAt));
  }
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_OWNERFACTS_H
