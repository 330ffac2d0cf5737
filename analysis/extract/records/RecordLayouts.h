// Records and their layout: sizes and offsets from Clang, and the smaller order of fields where
// there is one, found by the layout room and confirmed by Clang.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDLAYOUTS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDLAYOUTS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include "clang/AST/TypeOrdering.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>

namespace clang {
class ASTContext;
class NamedDecl;
class RecordDecl;
} // namespace clang

namespace memlint {

class DefinitionMemory;

/// Reads the records of one unit. All that it is given must outlive it.
class RecordReader {
public:
  RecordReader(clang::ASTContext &Context, SourceMap &Map, DefinitionMemory &Memory)
      : Context(Context), Map(Map), Memory(Memory) {}

  /// The fact of a record definition; nothing for a record without a layout of its own to speak of:
  /// dependent, invalid, implicit, a lambda, or written by a macro. No smaller order is looked for
  /// in an instance of a template, which stands at its template's place.
  std::optional<RecordFact> read(const clang::RecordDecl &Record);

private:
  /// What a field's fact takes from the field's type.
  struct OfType {
    std::string Name;
    std::uint64_t Size = 0, Align = 1; // bytes; bits
    bool Contended = false;
  };

  const OfType &ofType(clang::QualType Type);
  std::vector<FieldFact> fieldFacts(const clang::RecordDecl &Record);

  clang::ASTContext &Context;
  SourceMap &Map;
  DefinitionMemory &Memory;
  llvm::DenseMap<clang::QualType, OfType> Types; // many fields are of few types
};

/// The name a reader would write: qualified, without inline and unnamed namespaces.
std::string readableName(const clang::NamedDecl &Decl);

/// A type as the source would write it, without places for what has no name.
std::string readableType(clang::QualType Type, const clang::ASTContext &Context);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDLAYOUTS_H
