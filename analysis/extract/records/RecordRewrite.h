// What the parts of a rewrite share: the order they put a record into, the edits they found, and
// what keeps them from it. One for each candidate of the unit.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDREWRITE_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDREWRITE_H

#include "analysis/extract/SourceText.h"
#include "analysis/extract/records/KnownDefinitions.h"
#include "analysis/extract/records/ReorderCandidate.h"

#include "llvm/ADT/STLExtras.h"

#include <string>
#include <vector>

namespace clang {
class FieldDecl;
} // namespace clang

namespace memlint {

class SourceMap;

/// Replaces a stretch of text.
struct FileEdit {
  TextRange Where;
  std::string New;
};

class RecordRewrite {
public:
  RecordRewrite(ReorderCandidate Candidate, const SourceText &Text, SourceMap &Map);

  const clang::RecordDecl &record() const { return *Candidate.Record; }
  const RecordFact &fact() const { return *Candidate.Fact; }
  const std::string &usr() const { return Candidate.Fact->Usr; }
  const SourceText &text() const { return Text; }
  bool owns(const clang::FieldDecl *Field) const;
  /// The field's place in the new order, of one that is owned.
  unsigned place(const clang::FieldDecl *Field) const;
  unsigned place(unsigned Index) const { return Places[Index]; }
  /// The new order as indices of fields.
  llvm::ArrayRef<std::uint32_t> order() const { return Candidate.Fact->Smaller->Order; }
  std::string nameOf(unsigned Index) const;

  /// Of the same record, with nothing found yet.
  RecordRewrite fresh() const { return {Candidate, Text, Map}; }
  /// What the rewrite of a definition that stands in one file found, for other units.
  RewriteAnswer answer() const;
  void add(const RewriteAnswer &Answer);

  void edit(FileEdit Edit) { Edits.push_back(std::move(Edit)); }
  void block(llvm::StringRef Kind, std::string Reason, clang::SourceLocation Where);
  void block(llvm::StringRef Kind, std::string Reason, const TextRange &Where);
  bool isBlocked() const { return !Blockers.empty(); }

  /// All edits as facts have them, if nothing keeps the record as it is. The same edit found twice
  /// is one; different edits of the same text block.
  std::optional<ReorderFact> takeReorder();
  std::vector<OrderBlockerFact> takeBlockers();

private:
  ReorderCandidate Candidate;
  const SourceText &Text;
  SourceMap &Map;
  std::vector<unsigned> Places; // by index of field
  std::vector<FileEdit> Edits;
  std::vector<OrderBlockerFact> Blockers;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_RECORDREWRITE_H
