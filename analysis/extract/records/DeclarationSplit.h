// Takes a declaration of several fields apart: `int a, *b;` into `int a;` and `int *b;`.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_DECLARATIONSPLIT_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_DECLARATIONSPLIT_H

#include "analysis/extract/records/MemberChunks.h"

#include <string>

namespace memlint {

/// A declaration's parts, of which `Specifiers` may be written again before each declarator.
struct SplitDeclaration {
  std::string Specifiers;
  std::vector<TextRange> Declarators; // one for each field
};

/// Nothing where the specifiers cannot be written twice: they define a type, or have attributes.
std::optional<SplitDeclaration> splitDeclaration(const RecordBody &Body, const MemberChunk &Chunk,
                                                 const SourceText &Text);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_DECLARATIONSPLIT_H
