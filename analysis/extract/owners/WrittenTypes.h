// What stands between the angle brackets of a template name, as the source writes it.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_WRITTENTYPES_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_WRITTENTYPES_H

#include "analysis/extract/SourceText.h"

#include <optional>

namespace memlint {

/// The only argument of the list that begins with the `<` at `Open`; `End` is where its `>` stands.
/// Nothing where there are several, none, or a comment or a preprocessor line among them.
std::optional<TextRange> onlyTemplateArgument(const SourceText &Text, clang::FileID File,
                                              unsigned Open);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_WRITTENTYPES_H
