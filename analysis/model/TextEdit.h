// A change of a source file, and changes that belong together. Made by extract or by a check,
// applied by the command and shown by every sink.
#ifndef MEMLINT_ANALYSIS_MODEL_TEXTEDIT_H
#define MEMLINT_ANALYSIS_MODEL_TEXTEDIT_H

#include "analysis/model/Fields.h"
#include "analysis/model/Span.h"

#include <cstdint>
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

/// The most that a record's size may be once a fix is made, in every unit that has the record.
struct SizePromise {
  std::string Usr;
  std::uint64_t Size = 0; // bytes
};

/// Edits, in one file or several, of which all are made or none.
struct Fix {
  std::string Description;           // one sentence in the imperative, no full stop
  std::vector<TextEdit> Edits;       // sorted by place; no two overlap
  std::vector<SizePromise> Promises; // kept, or the fix is not made
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_TEXTEDIT_H
