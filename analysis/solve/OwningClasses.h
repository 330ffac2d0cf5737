// Which classes lose what their fields own, or release it twice: a field that the class fills with
// fresh resources and that nobody takes from it, against its destructor, its other methods, its
// copies and the deletes of its objects. In doubt a field is not owned.
#ifndef MEMLINT_ANALYSIS_SOLVE_OWNINGCLASSES_H
#define MEMLINT_ANALYSIS_SOLVE_OWNINGCLASSES_H

#include "analysis/solve/FieldStories.h"

#include <optional>

namespace memlint {

enum class MemberFault : std::uint8_t {
  NotReleased, // the destructor does not release it
  Overwritten, // a method puts another one in its place
  Copied,      // an object is copied, and both destructors release it
  CutOff       // its destructor does not run: the object is deleted as a base
};

struct FaultyMember {
  MemberFault What = MemberFault::NotReleased;
  std::string Class, Field; // the qualified name of the class that has the field
  FieldAcquisition Acquired;
  /// A method that releases it, the call that overwrites it once more, the copy, the delete.
  std::optional<BodyPlace> Other;
  std::string OtherClass; // as which it is deleted
  bool HasDestructor = true;

  auto operator<=>(const FaultyMember &) const = default;
};

struct MemberFaults {
  std::vector<FaultyMember> All;   // sorted
  std::vector<std::string> Silent; // why nothing is said of a field: one each
};

MemberFaults memberFaults(std::span<const ir::Function> Functions, const ClassFields &Classes,
                          const Summaries &Known, const FieldStories &Stories,
                          const BodyCalls &Calls);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_OWNINGCLASSES_H
