// Why an object is where it is: for each allocation of a function, and for each local whose
// address goes somewhere, whether it stays in the function, where it escapes to and on which path.
// The checks of the escape family and `memlint escapes` read these verdicts.
#ifndef MEMLINT_ANALYSIS_SOLVE_ESCAPE_H
#define MEMLINT_ANALYSIS_SOLVE_ESCAPE_H

#include "analysis/solve/EscapeGraph.h"
#include "analysis/solve/FlowWalk.h"
#include "analysis/solve/StackFit.h"

#include <optional>

namespace memlint {

enum class FlowKind : std::uint8_t {
  Assign, // and the other reasons of a copy
  Init,
  Bind,
  Capture,
  Member,
  Return,
  Call, // Callee does it
  Make, // To takes it from who makes it
  Throw,
  Lost // an operation that cannot be followed
};

/// One step of a path: `To` takes the address, or takes what holds it.
struct FlowStep {
  Span Where;
  FlowKind Kind = FlowKind::Assign;
  bool Assumed = false;
  std::string Usr;    // of the function that Where stands in
  std::string To;     // as C writes it; empty: what Callee makes of it is told by next steps
  std::string Callee; // its name
  std::string CalleeUsr;

  auto operator<=>(const FlowStep &) const = default;
};

/// A place outside of the function that may reach the object when the function has ended.
struct EscapeSink {
  Lane Sure = Lane::Known;
  Slot Where;            // the cell that was written, as callers see it
  std::string Text;      // the same for people
  bool Borrowed = false; // a copy of what an owner goes on owning
  bool Held = true;      // the cell may still hold it at a normal end of the function
  std::vector<FlowStep> Path;

  auto operator<=>(const EscapeSink &) const = default;
};

enum class EscapeResult : std::uint8_t {
  Stays,
  Lent,         // the memory of a local owner: code that is not seen gets its address, but cannot
                // keep it from ending with the owner
  MayEscape,    // only code that is not seen may let it: Sinks[0] has the first such step
  OutlivesTurn, // stays, but not within the turn of the loop that makes it
  Escapes
};

/// An operation that ends an object, may replace it, or gives it one owner more.
struct ObjectEnd {
  enum class By : std::uint8_t { Delete, Model, Callee };
  EffectKind Kind = EffectKind::Release; // or Renew, or Share
  By Who = By::Delete;
  OpPlace At;
  ir::Place Where;
  std::string Family;
  bool Sole = true; // nothing else may be meant

  auto operator<=>(const ObjectEnd &) const = default;
};

/// All indices point into the function's tables.
struct Verdict {
  std::size_t Function = 0; // of those that were solved
  EscapeResult Result = EscapeResult::Stays;
  std::optional<std::uint32_t> Variable; // of a local; otherwise an allocation
  OpPlace At;                            // of an allocation
  ir::Place Where;
  std::optional<std::uint32_t> Site; // of `new`; otherwise what Callee makes, of the family Family
  std::string Callee, Family;
  std::uint32_t Type = 0;         // 1 + index; 0: not known
  std::uint64_t Bytes = 0;        // of all elements; 0: not known
  std::uint64_t Count = 0;        // elements, of arrays of known size
  std::vector<EscapeSink> Sinks;  // those that are known first
  std::vector<FlowStep> TurnPath; // how it outlives its turn of the loop
  ir::Place LoopAt;               // where the innermost loop around it begins; nowhere: in none
  bool InLoop = false;
  std::vector<ObjectEnd> Ends;
  bool EndsAlways = false; // on each path from it to a normal end of the function
  StackFit Stack;          // of an allocation

  auto operator<=>(const Verdict &) const = default;
};

/// Of one function, in the order of places; a local's before those of allocations there.
std::vector<Verdict> escapesOf(const EscapeGraph &G, const Callees &Known,
                               std::size_t Function = 0);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_ESCAPE_H
