// What the opt-in layout checks need beyond a record's fields: members that take more room than
// they must, with the size that Clang's own layout gives the changed record, and how code uses the
// members in question. Plain values, made by extract; few records have any.
#ifndef MEMLINT_ANALYSIS_MODEL_LAYOUTTRAITS_H
#define MEMLINT_ANALYSIS_MODEL_LAYOUTTRAITS_H

#include "analysis/model/Fields.h"
#include "analysis/model/Span.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace memlint {

enum class LayoutTrait : std::uint8_t {
  StraddlingField,    // Fields[0] crosses a line in every object; before Fields[1] it would not
  StraddlingElements, // Fields[0] is an array aligned to a line whose elements cross lines
  Contended,          // members that several threads write to, and in Words what kind each is
  SplitBitFields,     // bit-fields that fit one unit stand in several
  Bools,              // bools that would fit into one byte as bit-fields
  WideEnum,           // members of enums that would fit into a byte or two
  EmptyMember,        // members of empty classes
  TupleOrder,         // a tuple whose elements would take less room in another order
  Optionals,          // optionals that each pay an alignment for their flag
  FatDeleter,         // a unique_ptr that holds its deleter
  OverAligned,        // Fields[0] is an array of a record that is mostly alignment
  LargeMember,        // Fields[0] is most of the record
  LargeAlternative,   // Fields[0] is a variant, most of it for one alternative
  BaseTail            // a base whose tail padding the record's fields may not use
};

/// A member of a record, or what stands beside it in a trait.
struct TraitFieldFact {
  std::string Name, Type;
  Span Where;
  std::uint64_t Offset = 0, Size = 0; // bytes; Size: of the type

  bool operator==(const TraitFieldFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("name", &TraitFieldFact::Name), field("type", &TraitFieldFact::Type),
                      field("where", &TraitFieldFact::Where),
                      field("offset", &TraitFieldFact::Offset),
                      field("size", &TraitFieldFact::Size));
  }
};

/// One thing about one record. Sizes and alignments in bytes, all by Clang's own layout.
struct LayoutTraitFact {
  std::string Record; // its USR
  std::string Name;   // qualified
  Span Where;         // the record's name, or what the trait is about where it is no record
  LayoutTrait Kind = LayoutTrait::Contended;
  std::uint64_t Size = 0, Alignment = 1; // as declared
  std::uint64_t Smaller = 0;             // with the change that the trait's kind names
  std::uint64_t Reordered = 0;           // in its smallest order, with nothing else changed
  std::uint64_t Number = 0;              // elements of an array, bytes in use, as the kind has it
  std::vector<TraitFieldFact> Fields;
  std::vector<std::string> Words; // of the advice: types, attributes, names

  bool operator==(const LayoutTraitFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("record", &LayoutTraitFact::Record), field("name", &LayoutTraitFact::Name),
        field("where", &LayoutTraitFact::Where), field("kind", &LayoutTraitFact::Kind),
        field("size", &LayoutTraitFact::Size), field("alignment", &LayoutTraitFact::Alignment),
        field("smaller", &LayoutTraitFact::Smaller),
        field("reordered", &LayoutTraitFact::Reordered), field("number", &LayoutTraitFact::Number),
        field("fields", &LayoutTraitFact::Fields), field("words", &LayoutTraitFact::Words));
  }
};

enum class FieldUse : std::uint8_t {
  Addressed, // its address is taken or a reference bound to it, as no bit-field allows
  Offset,    // its offset is asked for
  Written    // changed, as far as that can be told
};

/// How code uses a member that a trait is about: Addressed and Offset for Bools, Written for
/// Contended.
struct FieldUseFact {
  std::string Record; // its USR
  std::string Field;
  FieldUse Use = FieldUse::Addressed;
  std::string Function; // qualified; for Written alone
  Span Where;

  bool operator==(const FieldUseFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("record", &FieldUseFact::Record), field("field", &FieldUseFact::Field),
                      field("use", &FieldUseFact::Use), field("function", &FieldUseFact::Function),
                      field("where", &FieldUseFact::Where));
  }
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_LAYOUTTRAITS_H
