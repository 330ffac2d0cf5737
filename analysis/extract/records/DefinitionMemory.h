// Asks the worker's memory about a definition as this unit reads it. The key is made here, and with
// it the promise that two units that make the same one would find the same answer.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_DEFINITIONMEMORY_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_DEFINITIONMEMORY_H

#include "analysis/extract/SourceText.h"
#include "analysis/extract/records/KnownDefinitions.h"

#include "llvm/ADT/DenseMap.h"

namespace clang {
class ASTContext;
class RecordDecl;
} // namespace clang

namespace memlint {

/// One unit's. The context and the memory must outlive it.
class DefinitionMemory {
public:
  DefinitionMemory(const clang::ASTContext &Context, KnownDefinitions &Known);

  KnownDefinitions &known() { return Known; }
  /// The key of a record whose fact is `Fact`, with its smaller order or still without. Nothing for
  /// what other units do not read, or where an answer depends on more than a key tells: what is not
  /// laid out by its fields alone, or does not stand in one file.
  std::optional<DefinitionKey> keyOf(const clang::RecordDecl &Record, const RecordFact &Fact);

private:
  std::optional<DefinitionKey> makeKey(const clang::RecordDecl &Record,
                                       const RecordFact &Fact) const;

  const clang::ASTContext &Context;
  SourceText Text;
  KnownDefinitions &Known;
  std::string Unit; // the language and the target
  llvm::DenseMap<const clang::RecordDecl *, std::optional<DefinitionKey>> Made;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_DEFINITIONMEMORY_H
