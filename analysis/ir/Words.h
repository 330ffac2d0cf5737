// The words that the text form has for the flags and kinds of the memory IR, each said once: the
// printer writes them, the parser reads them, `wellFormed` bounds flags by their number.
#ifndef MEMLINT_ANALYSIS_IR_WORDS_H
#define MEMLINT_ANALYSIS_IR_WORDS_H

#include "analysis/model/MemoryIr.h"

#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

namespace memlint::ir {

/// Of flags: by the number of the bit. Of kinds: by the kind.
using Words = std::span<const std::string_view>;

inline constexpr std::string_view TypeWords[] = {"pointer",
                                                 "reference",
                                                 "record",
                                                 "array",
                                                 "incomplete",
                                                 "polymorphic",
                                                 "virtual-destructor",
                                                 "trivial-destructor",
                                                 "trivial-copy",
                                                 "nothrow-move",
                                                 "final",
                                                 "function",
                                                 "closure",
                                                 "gsl-owner",
                                                 "gsl-pointer",
                                                 "own-new",
                                                 "over-aligned",
                                                 "integer",
                                                 "aggregate",
                                                 "shares-this"};
inline constexpr std::string_view SymbolWords[] = {
    "no-return",       "no-throw",         "variadic",      "system",          "internal",
    "has-this",        "constructor",      "destructor",    "copy-or-move",    "rvalue",
    "assignment",      "virtual",          "final",         "global",          "constant",
    "thread-local",    "implicit",         "trivial",       "allocates-never", "deallocation",
    "method-of-owner", "pointer-argument", "second-rvalue", "third-rvalue",    "fourth-rvalue",
    "of-plain-owner",  "namesake",         "only-reads"};
inline constexpr std::string_view FunctionWords[] = {
    "coroutine", "not-lowered", "global-init",    "lambda",  "template",
    "setjmp",    "main",        "noexcept-false", "damaged", "left-alone"};
inline constexpr std::string_view SiteWords[] = {"nothrow", "class", "aligned"};
inline constexpr std::string_view CallWords[] = {"virtual", "exact", "implicit", "through"};

inline constexpr std::string_view AttributeWords[] = {
    "no-escape",  "lifetime-bound",  "capture-by", "returns-owned", "takes",
    "holds",      "non-null-result", "cleanup",    "acquires",      "releases",
    "annotation", "calls",           "makes"};
inline constexpr std::string_view VariableWords[] = {"param", "receiver", "local", "temporary",
                                                     "static"};
inline constexpr std::string_view CopyWords[] = {"init",    "assign", "bind",
                                                 "capture", "member", "return"};
inline constexpr std::string_view DeleteWords[] = {"delete", "delete[]", "destroy"};
inline constexpr std::string_view LossWords[] = {"integer", "assembler", "construct"};
inline constexpr std::string_view ComparisonWords[] = {"==", "<", "<=", "<+"};

/// All bits that words stand for.
template <std::size_t N> constexpr std::uint32_t allFlags(const std::string_view (&)[N]) {
  return (std::uint32_t{1} << N) - 1;
}
static_assert(allFlags(TypeWords) == 2 * SharesThis - 1);
static_assert(allFlags(SymbolWords) == 2 * OnlyReads - 1);
static_assert(allFlags(FunctionWords) == 2 * LeftAlone - 1);
static_assert(allFlags(SiteWords) == 2 * AlignedNew - 1);
static_assert(allFlags(CallWords) == 2 * ThroughValue - 1);

/// The word of a kind.
template <std::size_t N, class Kind>
constexpr std::string_view wordOf(const std::string_view (&All)[N], Kind K) {
  return All[static_cast<std::size_t>(K)];
}
template <std::size_t N, class Kind>
constexpr bool endsAt(const std::string_view (&)[N], Kind Last) {
  return N == static_cast<std::size_t>(Last) + 1;
}
static_assert(endsAt(AttributeWords, AttributeKind::Makes));
static_assert(endsAt(VariableWords, VariableKind::Static));
static_assert(endsAt(CopyWords, CopyReason::Return));
static_assert(endsAt(DeleteWords, DeleteForm::Destroy));
static_assert(endsAt(LossWords, LossReason::Construct));
static_assert(endsAt(ComparisonWords, Comparison::LessUnsigned));

/// Where a word stands in a list.
constexpr std::optional<std::uint32_t> indexOf(Words All, std::string_view Word) {
  for (std::uint32_t I = 0; I < All.size(); ++I)
    if (All[I] == Word)
      return I;
  return std::nullopt;
}

/// Words that begin a line, an operation or a value: a variable that is called so stands in quotes.
inline constexpr std::string_view Reserved[] = {
    "function", "block",     "returns", "overrides", "type", "symbol", "param", "receiver",
    "local",    "temporary", "static",  "begin",     "call", "end",    "throw", "lose",
    "delete",   "destroy",   "ret",     "null",      "fn",   "new"};

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_IR_WORDS_H
