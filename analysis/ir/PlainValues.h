// What a value of an operation or a condition plainly is: a whole variable, a function or a
// closure, null on an edge; whether a call runs just its callee; the scope in its name. For readers
// of the IR that follow no pointers.
#ifndef MEMLINT_ANALYSIS_IR_PLAINVALUES_H
#define MEMLINT_ANALYSIS_IR_PLAINVALUES_H

#include "analysis/model/MemoryIr.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace memlint {

/// Whether the value is a path's, or moved from what a path holds: whether Index is into Paths.
bool hasPath(const ir::Value &V);

/// Whether it is what a path holds, moved or not.
bool isHeld(const ir::Value &V);

/// Whether writing the place may leave others as they were.
bool isWeak(const ir::Path &P);

/// The variable that the path is, without a step.
std::optional<std::uint32_t> plainVariable(const ir::Path &P);

/// The variable whose value it is.
std::optional<std::uint32_t> plainVariable(const ir::Function &F, const ir::Value &V);

/// The variable that the value is in, or in what is reached from there.
std::optional<std::uint32_t> variableIn(const ir::Function &F, const ir::Value &V);

/// Whether it is the object whose method this is.
bool isThis(const ir::Function &F, const ir::Value &V);

/// Whether the way to a place goes by a pointer or a reference.
bool hasDeref(std::span<const ir::Step> Steps);

/// The name of the field that stands for what a mask takes of a number: `&12`.
std::string maskName(std::int64_t Mask);
/// The mask in such a name, greater than 0; 0: it is another field.
std::int64_t maskOf(std::string_view Field);
/// The mask of the last step; 0: the place is no such part of a number.
std::int64_t maskOf(const ir::Function &F, const ir::Path &P);

/// The flags of the place's type: of a whole variable, or of the result; 0: of others, or no type
/// is told.
std::uint32_t typeFlags(const ir::Function &F, const ir::Path &P);

/// The number that it plainly is, 0 for null; none: another value.
std::optional<std::int64_t> numberOf(const ir::Value &V);

/// Whether the caller gives the variable its first value: a parameter, or the object.
bool isGiven(const ir::Variable &V);

/// The function that it is, or the body of the closure that it is or points to; null: neither.
const ir::Symbol *calledThrough(const ir::Function &F, const ir::Value &V);

/// Whether it is a call of what a value points to.
bool isIndirect(const ir::Op &Op);

/// Whether the call or delete may run an overrider of its callee instead.
bool mayRunOverrider(const ir::Op &Call, const ir::Symbol &Callee);

/// What is null wherever the edge is taken; null: nothing that is told.
const ir::Value *nullOn(const ir::Function &F, const ir::Edge &E);

/// Whether the parameter, counted from 1, is an rvalue reference, or one of those that no symbol
/// tells of.
bool mayTakeRvalue(const ir::Symbol &Function, std::uint32_t Parameter);

/// The class, or namespace, and what follows the last `::`; an operator's name may hold colons
/// itself.
std::pair<std::string_view, std::string_view> splitScope(std::string_view Name);

/// What the objects that the operation makes, or works on, are made of: the type of a container's
/// elements, of what an owner owns, the first of a pair; null: it is not told.
const ir::Type *elementType(const ir::Function &F, const ir::Op &Op);

/// The class that an attribute says a function makes; null: none does.
const std::string *madeBy(const ir::Symbol &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_IR_PLAINVALUES_H
