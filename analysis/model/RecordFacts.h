// Records as one translation unit lays them out: fields, what stands beside them, a smaller order
// where there is one, how many objects the program makes, and the code that knows the order.
#ifndef MEMLINT_ANALYSIS_MODEL_RECORDFACTS_H
#define MEMLINT_ANALYSIS_MODEL_RECORDFACTS_H

#include "analysis/model/Fields.h"
#include "analysis/model/Span.h"
#include "analysis/model/TextEdit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace memlint {

enum class RecordKind : std::uint8_t { Struct, Class, Union };

/// One non-static data member, in the order of declaration. Offsets, sizes and alignments in bytes.
struct FieldFact {
  std::string Name; // empty for an anonymous struct or union and for an unnamed bit-field
  std::string Type;
  Span Where;
  std::uint64_t Offset = 0, Size = 0, Alignment = 1; // Size: of the type, also for a bit-field
  std::uint32_t BitOffset = 0;                       // bit-fields: bits behind the byte at Offset
  std::optional<std::uint32_t> BitWidth;             // bit-fields only
  bool Overlapping = false; // [[no_unique_address]]: others may stand in its tail padding
  bool Contended = false;   // an atomic, a mutex or the like: several threads write to it

  bool operator==(const FieldFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("name", &FieldFact::Name), field("type", &FieldFact::Type),
        field("where", &FieldFact::Where), field("offset", &FieldFact::Offset),
        field("size", &FieldFact::Size), field("alignment", &FieldFact::Alignment),
        field("bitOffset", &FieldFact::BitOffset), field("bitWidth", &FieldFact::BitWidth),
        field("overlapping", &FieldFact::Overlapping), field("contended", &FieldFact::Contended));
  }
};

enum class PartKind : std::uint8_t { VTablePointer, VBasePointer, Base, VirtualBase };

/// What a record holds beside its own fields.
struct PartFact {
  PartKind Kind = PartKind::Base;
  std::string Name;                   // of the base; empty for a pointer
  std::uint64_t Offset = 0, Size = 0; // bytes; Size: what it takes here, without tail padding

  bool operator==(const PartFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("kind", &PartFact::Kind), field("name", &PartFact::Name),
                      field("offset", &PartFact::Offset), field("size", &PartFact::Size));
  }
};

/// An order of the same fields that makes the record smaller; Clang's own layout of it was asked
/// for, and agreed.
struct SmallerOrder {
  std::uint64_t Size = 0;             // bytes
  std::vector<std::uint32_t> Order;   // indices into RecordFact::Fields
  std::vector<std::uint64_t> Offsets; // by place in Order, in bits: what Clang said
  std::uint32_t Moved = 0;            // fields that leave their place among the others
  bool Optimal = false;               // no order is smaller; false where the search was cut short

  bool operator==(const SmallerOrder &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("size", &SmallerOrder::Size), field("order", &SmallerOrder::Order),
                      field("moved", &SmallerOrder::Moved),
                      field("optimal", &SmallerOrder::Optimal),
                      field("offsets", &SmallerOrder::Offsets));
  }
};

/// The record on another target, by Clang's own layout there. Bytes.
struct TargetSize {
  std::string Target;        // the triple as the user wrote it
  std::uint64_t Size = 0;    // as declared
  std::uint64_t Smaller = 0; // in the proposed order

  bool operator==(const TargetSize &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("target", &TargetSize::Target), field("size", &TargetSize::Size),
                      field("smaller", &TargetSize::Smaller));
  }
};

/// A complete record type outside the system headers. Sizes and alignments in bytes.
struct RecordFact {
  std::string Usr;
  std::string Name; // qualified
  RecordKind Kind = RecordKind::Struct;
  Span Where; // the name's token
  std::uint64_t Size = 0, Alignment = 1;
  std::uint64_t DataSize = 0; // without the tail padding that a derived class may use
  std::vector<PartFact> Parts;
  std::vector<FieldFact> Fields;
  bool Instance = false;    // of a template; no other order is looked for
  bool RunsInOrder = false; // fields with constructors or destructors of their own
  std::optional<SmallerOrder> Smaller;
  std::vector<TargetSize> Targets; // where Smaller is present and targets were asked for
  std::string NotReordered;        // why no other order was looked for; empty when one was

  bool operator==(const RecordFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("usr", &RecordFact::Usr), field("name", &RecordFact::Name),
                      field("kind", &RecordFact::Kind), field("where", &RecordFact::Where),
                      field("size", &RecordFact::Size), field("alignment", &RecordFact::Alignment),
                      field("fields", &RecordFact::Fields), field("smaller", &RecordFact::Smaller),
                      field("notReordered", &RecordFact::NotReordered),
                      field("runsInOrder", &RecordFact::RunsInOrder),
                      field("instance", &RecordFact::Instance),
                      field("targets", &RecordFact::Targets),
                      field("dataSize", &RecordFact::DataSize), field("parts", &RecordFact::Parts));
  }
};

/// How a place of the source makes objects of a record.
enum class CountKind : std::uint8_t {
  Array,    // a variable or member that is an array
  Element,  // the element of a container
  NewArray, // new T[n]
  InLoop,   // allocated, or put into a container, in a loop
  Reserved, // reserve(n), resize(n)
  Linked    // points to its own kind, as nodes of lists and trees do
};

/// Evidence that there are many objects of a record, or may well be.
struct RecordCountFact {
  std::string Record; // its USR
  CountKind Kind = CountKind::Array;
  Span Where;
  std::optional<std::uint64_t> Count; // objects, where the number is a constant
  /// Where each object, or few within another, has memory of its own: bytes of one such allocation,
  /// with what a container's node or a shared pointer puts beside, and how many objects are in it.
  /// Both are 0 where objects stand side by side.
  std::uint64_t Allocation = 0, Inside = 0;

  bool operator==(const RecordCountFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("record", &RecordCountFact::Record), field("kind", &RecordCountFact::Kind),
        field("where", &RecordCountFact::Where), field("count", &RecordCountFact::Count),
        field("allocation", &RecordCountFact::Allocation),
        field("inside", &RecordCountFact::Inside));
  }
};

/// A place that keeps a record's fields from being put into its smaller order by a rewrite: code
/// that relies on the order, or that cannot be rewritten. Only for records that have one.
struct OrderBlockerFact {
  std::string Record; // its USR
  std::string Kind;   // short and stable, for machines: `offsetof`, `macro`, `static-assert`
  std::string Reason; // half a sentence for people: "offsetof names 'b'"
  Span Where;

  bool operator==(const OrderBlockerFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("record", &OrderBlockerFact::Record), field("kind", &OrderBlockerFact::Kind),
        field("reason", &OrderBlockerFact::Reason), field("where", &OrderBlockerFact::Where));
  }
};

/// The edits in one unit's files that put a record into its smaller order: definition, constructor
/// initializers, initializer lists, structured bindings. No two edits overlap.
struct ReorderFact {
  std::string Record;               // its USR
  Span Where;                       // RecordFact::Where
  std::vector<std::uint32_t> Order; // SmallerOrder::Order
  std::vector<TextEdit> Edits;      // sorted by place

  bool operator==(const ReorderFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("record", &ReorderFact::Record), field("where", &ReorderFact::Where),
                      field("order", &ReorderFact::Order), field("edits", &ReorderFact::Edits));
  }
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_RECORDFACTS_H
