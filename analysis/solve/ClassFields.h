// The classes of a program and their fields, as paths of the IR mean them. A class is known by its
// name as types are written; one name for two different classes is nobody's.
#ifndef MEMLINT_ANALYSIS_SOLVE_CLASSFIELDS_H
#define MEMLINT_ANALYSIS_SOLVE_CLASSFIELDS_H

#include "analysis/model/MemoryIr.h"
#include "analysis/model/RecordFacts.h"

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace memlint {

/// A name of a type without what may be written or left out: `const`, keywords, blanks.
std::string plainTypeName(std::string_view Type);
/// What the pointer or reference of a plain name points to; empty: it is neither.
std::string pointeeName(std::string_view Plain);

/// Both are indices: into the records that ClassFields was given, and into their fields.
struct ClassField {
  std::uint32_t Class = 0, Field = 0;

  auto operator<=>(const ClassField &) const = default;
};

class ClassFields {
public:
  /// Must outlive it.
  explicit ClassFields(std::span<const RecordFact> Records);

  const RecordFact &record(std::uint32_t Class) const { return Records[Class]; }
  const FieldFact &fact(ClassField F) const { return Records[F.Class].Fields[F.Field]; }
  std::size_t size() const { return Records.size(); }

  /// The class of a plain name, as code within `Scope` may write it.
  std::optional<std::uint32_t> find(std::string_view Plain, std::string_view Scope = "") const;
  /// Whether it is the name of a class, or of several.
  bool isNamed(std::string_view Plain) const { return ByName.contains(Plain); }
  /// A field of the class or of a base.
  std::optional<ClassField> field(std::uint32_t Class, std::string_view Name) const;
  /// It is the base, or derives from it.
  bool isKindOf(std::uint32_t Class, std::uint32_t Base) const;
  /// Bases, derived classes and itself.
  std::vector<std::uint32_t> relatives(std::uint32_t Class) const;
  /// The classes that an object of this class has within it: bases, fields and what those own.
  std::vector<std::uint32_t> parts(std::uint32_t Class) const;
  /// The classes that a plain name speaks of: itself, or the arguments of its template.
  std::vector<std::uint32_t> mentioned(std::string_view Plain, std::string_view Scope = "") const;

private:
  std::span<const RecordFact> Records;
  std::map<std::string, std::optional<std::uint32_t>, std::less<>> ByName;
  std::vector<std::vector<std::uint32_t>> Bases;
};

/// What the paths of one function mean.
class PathTypes {
public:
  PathTypes(const ClassFields &Classes, const ir::Function &F);

  /// The plain name of the type of what the path holds; empty: not known.
  std::string typeOf(const ir::Path &P) const;
  /// The class of the object that the path is.
  std::optional<std::uint32_t> classOf(const ir::Path &P) const;
  /// The class of the object that the value points to.
  std::optional<std::uint32_t> pointedClass(const ir::Value &V) const;
  /// The field that the path is.
  std::optional<ClassField> fieldOf(const ir::Path &P) const;
  /// The field's name, where the path is one and nobody knows of which class; else empty.
  std::string_view looseField(const ir::Path &P) const;
  /// The class of the receiver.
  std::optional<std::uint32_t> receiver() const;

private:
  std::string prefixType(const ir::Path &P, std::size_t Steps) const;

  const ClassFields &Classes;
  const ir::Function &F;
  std::vector<std::string> OfVariables;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_CLASSFIELDS_H
