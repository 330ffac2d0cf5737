// Which members of a record must stand before which others, because their declarations name them.
// Read from the words of the text, so a name counts even where another thing of that name is meant.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERNAMES_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERNAMES_H

#include "analysis/extract/records/MemberChunks.h"

#include "llvm/ADT/StringSet.h"

namespace memlint {

/// The words of one member's declaration.
struct MemberNames {
  unsigned Begin = 0, End = 0; // where it stands
  llvm::StringSet<> Types;     // what it declares that another declaration may need
  llvm::StringSet<> Objects;   // the same, needed only to measure it: sizeof, decltype
  llvm::StringSet<> Words;     // what it names; not in bodies and default initializers
  bool Measures = false;       // names objects in a sizeof or the like

  /// Whether it can only stand behind `Earlier`.
  bool needs(const MemberNames &Earlier) const;
};

/// Of fields, all in one chunk. `Tags`: the types declared in the record.
MemberNames namesOf(const RecordBody &Body, const MemberChunk &Chunk,
                    llvm::ArrayRef<const clang::FieldDecl *> Fields,
                    llvm::ArrayRef<const clang::TagDecl *> Tags, const SourceText &Text);
/// Of all other members, in their order.
std::vector<MemberNames> otherMembers(const RecordBody &Body, const clang::RecordDecl &Record,
                                      const SourceText &Text);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_MEMBERNAMES_H
