// What a function does with each of its containers, in the order of the source: one walk over its
// body. Growth.cpp asks it what a container is like before a loop and what the loop does with it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHEVENTS_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHEVENTS_H

#include "analysis/extract/growth/GrowableContainers.h"

#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace clang {
class CallExpr;
class FunctionDecl;
class ValueDecl;
} // namespace clang

namespace memlint {

enum class PlaceKind : std::uint8_t {
  Body,  // of the function
  Block, // a compound statement
  Loop,
  Branch, // an if statement; its arms are below it
  Arm,
  Try,
  Other, // a switch, a handler, a statement behind an attribute: what runs is not known
  Leaf   // a statement without statements in it
};

/// A statement, and which one it stands in.
struct Place {
  PlaceKind Kind;
  const clang::Stmt *S;
  unsigned Parent; // its index; the body's is its own
  unsigned Depth;
};

enum class EventKind : std::uint8_t {
  Call,     // of a member or an operator: see Use
  Reads,    // passed or copied as const
  Range,    // a range-for runs over it
  Passed,   // to a function that may change it
  Inserter, // std::back_inserter(v) as the argument of a call
  Escapes   // reached in a way that is not followed: by address, by a reference, in a lambda
};

struct ContainerEvent {
  EventKind Kind;
  ContainerUse Use = ContainerUse::Unknown;
  unsigned Place = 0;
  const clang::Expr *Name = nullptr; // as it is named here
  const clang::Expr *Call = nullptr; // of a call or, for an inserter, the algorithm

  /// Makes the container longer.
  bool grows() const {
    return Kind == EventKind::Inserter ||
           (Kind == EventKind::Call &&
            (Use == ContainerUse::GrowsByOne || Use == ContainerUse::GrowsByRange));
  }
  bool reads() const {
    return Kind == EventKind::Reads || Kind == EventKind::Range ||
           (Kind == EventKind::Call && Use == ContainerUse::Reads);
  }
};

struct TrackedContainer {
  const clang::ValueDecl *Decl; // a local variable, or a member of the object under construction
  GrowableContainer Type;
  unsigned Declared; // the place of its declaration; the body's for a member
  std::vector<ContainerEvent> Events;
};

struct FunctionEvents {
  std::vector<Place> Places;
  std::vector<TrackedContainer> Containers; // in the order in which they are met
  /// Places where the object under construction is handed out or changed as a whole.
  std::vector<unsigned> WholeObject;
  /// The function jumps, suspends or holds errors: the order of the source is not the order in
  /// which it runs, or not known.
  const char *Unreadable = nullptr;

  const Place &at(unsigned I) const { return Places[I]; }
  bool isWithin(unsigned Inner, unsigned Outer) const;
  /// The place directly below `Outer` on the way down to `Inner`.
  unsigned childTowards(unsigned Outer, unsigned Inner) const;
};

/// A statement that runs the body of a lambda for each element of a range, as
/// `std::for_each(first, last, [&](T x) { ... });` does.
struct RepeatedLambda {
  const clang::CallExpr *Call = nullptr;
  const clang::Stmt *Body = nullptr;
};

/// Nothing for any other statement, for a body that returns, and where a lambda has copies of
/// containers.
std::optional<RepeatedLambda> repeatedLambda(const clang::ASTContext &Context,
                                             const clang::Stmt &S);

FunctionEvents functionEvents(const clang::ASTContext &Context,
                              const clang::FunctionDecl &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_GROWTHEVENTS_H
