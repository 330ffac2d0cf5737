// Where something stands in the source: a file of a table, a line, a column. Everything that
// travels between the rooms carries spans; none carries a Clang location.
#ifndef MEMLINT_ANALYSIS_MODEL_SPAN_H
#define MEMLINT_ANALYSIS_MODEL_SPAN_H

#include "analysis/model/Fields.h"

#include <compare>
#include <cstdint>

namespace memlint {

/// An index into the file table of the TuFacts or the Program that owns the span.
enum class FileId : std::uint32_t {};

/// A half-open stretch of text. Lines and columns count from 1, columns in bytes of the file; a
/// line of 0 means "nowhere". `EndColumn` is one past the last byte.
struct Span {
  FileId File{};
  std::uint32_t Line = 0, Column = 0;
  std::uint32_t EndLine = 0, EndColumn = 0;

  explicit operator bool() const { return Line != 0; }
  auto operator<=>(const Span &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("file", &Span::File), field("line", &Span::Line),
                      field("column", &Span::Column), field("endLine", &Span::EndLine),
                      field("endColumn", &Span::EndColumn));
  }
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_SPAN_H
