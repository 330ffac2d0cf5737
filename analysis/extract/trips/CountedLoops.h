// Trip counts of loops whose condition compares a counter that one expression steps: numbers,
// pointers and iterators, in for, while and do statements.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPS_COUNTEDLOOPS_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPS_COUNTEDLOOPS_H

#include "analysis/extract/trips/LoopSteps.h"
#include "analysis/extract/trips/TripCount.h"

namespace memlint {

/// A loop that compares a counter: what it needs of its surroundings is checked, the counter is
/// changed by the step alone.
struct CountedLoop {
  const clang::ASTContext &Context;
  const clang::Stmt &Loop;
  const clang::Stmt &FunctionBody;
  LoopHead Head;
  CounterStep Step;
  clang::BinaryOperatorKind Operator; // `counter + Offset OP Bound`
  std::int64_t Offset = 0;
  const clang::Expr *Start = nullptr; // null: the counter's value before the loop
  const clang::Expr *Counter = nullptr;
  const clang::Expr *Bound = nullptr; // null: zero
  bool BoundIsKept = false;           // it is evaluated once, or `Start` and the like
  bool StartsHere = false;            // the loop sets the counter
};

/// What a statement before `Loop` sets `Var` to, where nothing between them can change it: a
/// constant, or the end of a range that stays as it is. Null where that is not seen.
const clang::Expr *valueBefore(const clang::ASTContext &Context, const clang::VarDecl &Var,
                               const clang::Stmt &Loop, const clang::Stmt &FunctionBody);

/// `Condition` is one operand of the loop's condition.
std::variant<CountedLoop, const char *> countedLoop(const clang::ASTContext &Context,
                                                    const clang::Stmt &Loop,
                                                    const clang::Expr &Condition,
                                                    const clang::Stmt &FunctionBody);

/// The count of a loop over numbers.
TripCountOrReason numberTrips(const CountedLoop &Loop);

/// The count of a loop over iterators or pointers.
TripCountOrReason iteratorTrips(const CountedLoop &Loop);

/// The number of elements between two iterators or pointers: of `c.begin()` and `c.end()`, `p` and
/// `p + n`, or a pair of random access. `MayBeReversed` asks for a guard.
TripCountOrReason iteratorDistance(const clang::ASTContext &Context, const clang::Expr &First,
                                   const clang::Expr &Last, bool MayBeReversed);

/// `c.begin()`, `std::end(c)` and the like.
bool isRangeEnd(const clang::Expr &E);

/// Whether a pointer or a class that says it is an iterator.
bool isIterator(clang::QualType Type);

/// Whether elements stand in a row: a pointer or a random access iterator.
bool isRandomAccess(clang::QualType Type);

/// `while (!q.empty())` with one `q.pop()` each time round; a reason for any other loop.
TripCountOrReason drainTrips(const clang::ASTContext &Context, const clang::Stmt &Loop,
                             const clang::Expr &Condition, const clang::Stmt &FunctionBody);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPS_COUNTEDLOOPS_H
