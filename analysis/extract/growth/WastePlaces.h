// The parts that every fact of waste around a container has: its names, its place, its text, and
// edits of whole statements. Used by what reads ContainerMentions.
#ifndef MEMLINT_ANALYSIS_EXTRACT_GROWTH_WASTEPLACES_H
#define MEMLINT_ANALYSIS_EXTRACT_GROWTH_WASTEPLACES_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/SourceText.h"
#include "analysis/extract/growth/ContainerMentions.h"
#include "analysis/model/Facts.h"

namespace memlint {

/// What reads one function needs; for one function.
struct FunctionReading {
  clang::ASTContext &Context;
  SourceMap &Map;
  const clang::FunctionDecl &Function;
  const ContainerMentions &Containers;
  SourceText Text;

  FunctionReading(clang::ASTContext &Context, SourceMap &Map, const clang::FunctionDecl &Function,
                  const ContainerMentions &Containers)
      : Context(Context), Map(Map), Function(Function), Containers(Containers), Text(Context) {}

  /// As the source writes it, on one line and without comments; empty where that is not so.
  std::string text(const clang::Stmt &S) const;
  /// The container's name and what stands before a member: `v.`, `out->`; nothing for `this->`
  /// that is not written. Empty where it cannot be written again.
  std::string receiver(const ContainerMention &Use) const;

  /// A fact about the container of `Use`, at `Where`.
  WasteFact fact(WasteKind Kind, const ContainerMention &Use, clang::SourceLocation Where) const;

  /// Whether the variable is this function's own object: no parameter, no reference, not static.
  bool isOwnObject(const clang::VarDecl &Var) const;

  /// Takes a statement away, with its line where it stands there alone.
  std::optional<TextEdit> removal(const clang::Stmt &Statement) const;
  /// Other text for a statement with its semicolon; nothing where comments or lines of the
  /// preprocessor stand in it.
  std::optional<TextEdit> replacement(const clang::Stmt &Statement, const std::string &New) const;
  /// A line before a statement that begins its line.
  std::optional<TextEdit> lineBefore(const clang::Stmt &Statement, const std::string &New) const;

private:
  std::optional<TextRange> wholeStatement(const clang::Stmt &Statement) const;
  TextEdit edit(const TextRange &Range, std::string New) const;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_GROWTH_WASTEPLACES_H
