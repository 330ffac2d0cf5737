// A change of a source file, and changes that belong together. Made by extract or by a check,
// applied by the command and shown by every sink.
#ifndef MEMLINT_ANALYSIS_MODEL_TEXTEDIT_H
#define MEMLINT_ANALYSIS_MODEL_TEXTEDIT_H

#include "analysis/model/Fields.h"
#include "analysis/model/Span.h"

#include <string>
#include <vector>

namespace memlint {

/// Replaces `Old`, the text at `Where`, by `New`. An insertion has an empty `Where` (its end is its
/// beginning) and no `Old`. Where the file holds another text than `Old`, the edit does not apply.
struct TextEdit {
  Span Where;
  std::string Old, New;

  bool operator==(const TextEdit &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("where", &TextEdit::Where), field("old", &TextEdit::Old),
                      field("new", &TextEdit::New));
  }
};

/// Edits, in one file or several, of which all are made or none.
struct Fix {
  std::string Description;     // one sentence in the imperative, no full stop
  std::vector<TextEdit> Edits; // sorted by place; no two overlap
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_TEXTEDIT_H
