// The head of a loop as counting sees it: what is compared, which variable is stepped, where and by
// how much. Reads for, while and do statements alike; TripCount makes numbers of it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_TRIPS_LOOPSTEPS_H
#define MEMLINT_ANALYSIS_EXTRACT_TRIPS_LOOPSTEPS_H

#include "clang/AST/Expr.h"
#include "clang/AST/OperationKinds.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdint>
#include <optional>
#include <variant>

namespace clang {
class ASTContext;
class VarDecl;
} // namespace clang

namespace memlint {

/// The parts of a loop that runs while a condition holds; all but the body may be null.
struct LoopHead {
  const clang::Stmt *Init = nullptr;
  const clang::Expr *Condition = nullptr, *Increment = nullptr;
  const clang::Stmt *Body = nullptr;
};

/// Null for a range-for, and where the condition declares a variable.
std::optional<LoopHead> loopHead(const clang::Stmt &Loop);

/// `++i`, `i -= 2`, `i = i + 1`, `++it` and so on.
struct CounterStep {
  const clang::VarDecl *Counter = nullptr;
  std::int64_t By = 0;
  const clang::Expr *Where = nullptr;
};

/// Null for any other expression.
std::optional<CounterStep> asStep(const clang::ASTContext &Context, const clang::Expr &E);

/// `A OP B`, of numbers or of iterators; a number alone is compared with zero, and then `Right` is
/// null.
struct LoopComparison {
  clang::BinaryOperatorKind Operator;
  const clang::Expr *Left, *Right;
};

std::optional<LoopComparison> asComparison(const clang::Expr &Condition);

/// The operands of `a && b && c`.
llvm::SmallVector<const clang::Expr *, 2> conjuncts(const clang::Expr &Condition);

/// The parts of `Body` that `Wanted` accepts and that run exactly once each time it is run to its
/// end.
llvm::SmallVector<const clang::Expr *, 2>
straightParts(const clang::Stmt *Body, llvm::function_ref<bool(const clang::Expr &)> Wanted);

/// The variable that a side of a comparison names, perhaps while it steps it.
struct CounterSide {
  const clang::DeclRefExpr *Ref = nullptr;
  std::int64_t Offset = 0;                // `i + 1` and `++i`
  const clang::Expr *StepsHere = nullptr; // the step inside it
};

std::optional<CounterSide> counterSide(const clang::ASTContext &Context, const clang::Expr &Side);

/// Where the loop steps `Counter`, or why it does not do so once each time round.
std::variant<CounterStep, const char *> stepOf(const clang::ASTContext &Context,
                                               const LoopHead &Head, const CounterSide &Counter);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_TRIPS_LOOPSTEPS_H
