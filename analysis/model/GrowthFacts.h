// Containers that grow, and memory that is allocated or copied without need: what the checks of the
// families reserve and copy read. Plain values, made by extract.
#ifndef MEMLINT_ANALYSIS_MODEL_GROWTHFACTS_H
#define MEMLINT_ANALYSIS_MODEL_GROWTHFACTS_H

#include "analysis/model/Fields.h"
#include "analysis/model/Span.h"
#include "analysis/model/TextEdit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace memlint {

/// Edits of one file or several that belong together, as extract proposes them.
struct ProposedFix {
  std::string Description; // one sentence in the imperative, no full stop
  std::vector<TextEdit> Edits;

  bool operator==(const ProposedFix &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("description", &ProposedFix::Description),
                      field("edits", &ProposedFix::Edits));
  }
};

/// What a container does with its elements when it grows into a new block.
enum class Relocation : std::uint8_t {
  Trivial, // copied as bytes
  Move,    // moved one by one
  Copy     // copied one by one: the move constructor may throw
};

/// How capacity grows: one block, one block of characters with an end mark, or buckets.
enum class ContainerKind : std::uint8_t { Vector, String, Hash };

/// Whose containers and strings a unit is compiled with.
enum class StandardLibrary : std::uint8_t { Libstdcxx, Libcxx, Msvc };

enum class GrowthShape : std::uint8_t {
  Loop,     // one loop
  Nest,     // loops in one another
  Sequence, // loops one after the other
  Algorithm // a call with an inserter
};

enum class Certainty : std::uint8_t { High, Medium, Low };

/// A container that is made longer one by one, by a number of elements that is known before the
/// first is added.
struct GrowthFact {
  std::string Function;  // qualified name of the function that it grows in
  std::string Container; // as the source names it
  std::string ContainerType, ElementType;
  std::uint64_t ElementSize = 0; // bytes
  Relocation Moves = Relocation::Move;
  ContainerKind Kind = ContainerKind::Vector;
  std::uint64_t InlineCapacity = 0; // elements kept without an allocation
  StandardLibrary Library = StandardLibrary::Libstdcxx;
  GrowthShape Shape = GrowthShape::Loop;
  Span Loop;                                // the keyword of the first loop; the algorithm's name
  Span Declared;                            // the container's name in its declaration
  bool StartsEmpty = true;                  // or with elements, whose number is in Count
  std::vector<Span> Growths;                // the member names of the growing calls
  std::uint64_t PerTrip = 1;                // elements in each iteration of a loop
  std::string Trips;                        // how the source states the number of iterations
  std::string Count;                        // the expression to pass to reserve()
  std::optional<std::uint64_t> CountNumber; // elements added, where the number is a constant
  bool Exact = true;                        // or Count is an upper bound
  Certainty Confidence = Certainty::High;
  std::vector<ProposedFix> Fixes; // the best first

  bool operator==(const GrowthFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(
        field("function", &GrowthFact::Function), field("container", &GrowthFact::Container),
        field("containerType", &GrowthFact::ContainerType),
        field("elementType", &GrowthFact::ElementType),
        field("elementSize", &GrowthFact::ElementSize), field("moves", &GrowthFact::Moves),
        field("kind", &GrowthFact::Kind), field("inlineCapacity", &GrowthFact::InlineCapacity),
        field("library", &GrowthFact::Library), field("shape", &GrowthFact::Shape),
        field("loop", &GrowthFact::Loop), field("declared", &GrowthFact::Declared),
        field("startsEmpty", &GrowthFact::StartsEmpty), field("growths", &GrowthFact::Growths),
        field("perTrip", &GrowthFact::PerTrip), field("trips", &GrowthFact::Trips),
        field("count", &GrowthFact::Count), field("countNumber", &GrowthFact::CountNumber),
        field("exact", &GrowthFact::Exact), field("confidence", &GrowthFact::Confidence),
        field("fixes", &GrowthFact::Fixes));
  }
};

enum class WasteKind : std::uint8_t {
  ReserveInLoop,      // reserve(size() + k) in each iteration: growth is quadratic
  ReserveAcrossCalls, // the same of a member or parameter, in a function called again and again
  AppendRange,        // element by element what one range insert would add
  ReserveThenIndex,   // elements between size() and capacity() are used: undefined behaviour
  ReserveIgnoresSize, // reserve(n) before n more elements than there are
  Rebuilt,            // an object that allocates is made anew in each iteration
  CapacityKept,       // memory that the code means to give back is kept
  StraightLine,       // a known number of pushes in a row
  GrowsOnly,          // a container of static storage that nothing ever shrinks
  NodeContainer,      // a container with an allocation for each element, without need
  StringTemporary,    // a string made for a callee that only reads it
  LargeCopy           // a large trivially copyable object is copied to be read
};

/// A place that a waste consists of, with the word that the check's text has for it.
struct WastePlace {
  std::string Role; // "declared", "grows", ... ; each kind has its own few
  Span Where;
  std::string Name; // what stands there, as the source names it

  bool operator==(const WastePlace &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("role", &WastePlace::Role), field("where", &WastePlace::Where),
                      field("name", &WastePlace::Name));
  }
};

/// One thing that allocates, copies or keeps memory without need.
struct WasteFact {
  WasteKind Kind = WasteKind::ReserveInLoop;
  std::string Function; // qualified name of the function it stands in; empty outside functions
  std::string Subject;  // the container, object or callee, as the source names it
  std::string Type;     // of the subject
  Span Where;
  std::vector<WastePlace> Places;
  std::vector<std::string> Words;      // what the text says besides, as the kind has it
  std::optional<std::uint64_t> Number; // elements, iterations, pushes, as the kind has it
  std::uint64_t Size = 0;              // bytes of an element or object
  std::vector<ProposedFix> Fixes;      // the best first

  bool operator==(const WasteFact &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("kind", &WasteFact::Kind), field("function", &WasteFact::Function),
                      field("subject", &WasteFact::Subject), field("type", &WasteFact::Type),
                      field("where", &WasteFact::Where), field("places", &WasteFact::Places),
                      field("words", &WasteFact::Words), field("number", &WasteFact::Number),
                      field("size", &WasteFact::Size), field("fixes", &WasteFact::Fixes));
  }
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_GROWTHFACTS_H
