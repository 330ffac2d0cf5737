// What a caller must know of a function: where the values that it gets go, what it makes, what it
// ends. Models are summaries that are written down; the solver makes the others from bodies.
#ifndef MEMLINT_ANALYSIS_SOLVE_SUMMARY_H
#define MEMLINT_ANALYSIS_SOLVE_SUMMARY_H

#include "analysis/model/MemoryIr.h"
#include "analysis/model/Span.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

namespace memlint {

enum class SlotKind : std::uint8_t {
  Argument, // Index: from 1 for the first parameter; 0: the object (`this`)
  Result,
  Global,  // Word: its USR
  Thread,  // what other threads may use
  Thrown,  // what an exception carries
  Unknown, // where nobody can follow, or from nobody knows where
  Fresh,   // (From only) a new object of the family Word
  Null     // (From only) no object
};

struct SlotStep {
  ir::StepKind Kind = ir::StepKind::Deref;
  std::string Name; // of a field; of an element: its number, or nothing for any

  auto operator<=>(const SlotStep &) const = default;
};

/// A place as the caller sees it. The memory that an owner (smart pointer, container, string) holds
/// is what its field `own` points to; elements are `.own.*.[]`.
struct Slot {
  SlotKind Kind = SlotKind::Unknown;
  std::uint32_t Index = 0;
  std::string Word;
  std::vector<SlotStep> Steps; // whoever appends them to a path cuts it at ir::MaxSteps
  bool Address = false;        // (From only) the place's address, not what it holds

  auto operator<=>(const Slot &) const = default;
};

/// How sure an effect is.
enum class Lane : std::uint8_t {
  Known,  // some path of the code does it
  Assumed // it may happen in code that is not seen
};

enum class EffectKind : std::uint8_t {
  Copy,    // To takes From
  Release, // the object that From holds is ended, of the family Word of From
  Invoke,  // From is called, before the function returns; Arguments of it are unknown
  Renew,   // the memory that From holds may be given back and replaced: growth, reset

  // What models say of library code, whose element types they do not know:
  CopyObject, // To becomes a copy of the object From, as its class copies: what single owners in
              // From hold is not held by To; plain pointers in it are
  MoveObject, // To takes what the object From holds, which is left empty
  Construct,  // To, an object, is made by its class from the argument From, among others: a copy of
              // it where it is a pointer. Null: from nothing
  Share,      // the object that From holds has one owner more; Release takes it away again
};

/// Where an effect comes from, for the path that a finding tells.
struct Witness {
  std::string Usr; // of the function that Where stands in; empty: a model
  Span Where;
  std::string Callee; // USR of the callee that does it for this function, if one does

  auto operator<=>(const Witness &) const = default;
};

struct Effect {
  EffectKind Kind = EffectKind::Copy;
  Lane Sure = Lane::Known;
  Slot To, From;
  Witness Why;

  auto operator<=>(const Effect &) const = default;
};

struct Summary {
  std::vector<Effect> Effects; // sorted, one witness for each
  bool NoReturn = false;
  bool MayThrow = true;
  bool Recursive = false;
  bool Known = false;         // or what is not listed may happen, too
  bool Allocates = false;     // (with a Known summary) in itself or in a callee
  std::uint32_t Variadic = 0; // the argument that stands for all from there on; 0: none does

  bool operator==(const Summary &) const = default;

  /// Whether all that it does is told by its result.
  bool onlyReturns() const {
    return Known && std::all_of(Effects.begin(), Effects.end(), [](const Effect &E) {
             return E.Kind == EffectKind::Copy && E.To.Kind == SlotKind::Result;
           });
  }
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_SUMMARY_H
