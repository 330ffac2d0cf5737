// The candidates of a unit as the looks for blockers ask about them: which record a type means,
// what holds it, which fields change places; and the blockers found so far. Each kind of evidence
// has its own file; OrderBlockers walks and hands each of them what it meets.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDEREVIDENCE_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDEREVIDENCE_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/records/ReorderCandidate.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"

#include <span>
#include <vector>

namespace memlint {

/// A candidate, and where its fields go.
class MovingRecord {
public:
  explicit MovingRecord(const ReorderCandidate &Candidate);

  const clang::RecordDecl &record() const { return *Candidate.Record; }
  const RecordFact &fact() const { return *Candidate.Fact; }
  /// Whether two fields, by their indices, stand the other way round in the smaller order.
  bool flips(unsigned A, unsigned B) const { return (A < B) != (Places[A] < Places[B]); }
  unsigned placeOf(unsigned Field) const { return Places[Field]; }
  bool keepsFirst() const { return Places[0] == 0; }
  /// A field's name in quotes, or words for one without a name.
  std::string nameOf(unsigned Field) const;

private:
  ReorderCandidate Candidate;
  std::vector<unsigned> Places; // by index
};

class OrderEvidence {
public:
  OrderEvidence(clang::ASTContext &Context, SourceMap &Map,
                std::span<const ReorderCandidate> Candidates);

  clang::ASTContext &context() const { return Context; }
  const std::vector<MovingRecord> &records() const { return Records; }

  /// The candidate that a declaration is one of, or null. A null declaration is none.
  const MovingRecord *find(const clang::Decl *Record) const;
  /// The candidate that a type means: itself, a reference to it, an array of it.
  const MovingRecord *ofType(clang::QualType Type) const;
  /// The candidate that a pointer or an array of this type leads to.
  const MovingRecord *ofPointee(clang::QualType Pointer) const;
  /// The candidate whose field this is.
  const MovingRecord *ofField(const clang::Decl *Field) const;
  /// The candidates whose bytes are among those of an object of the type: its own, and those of
  /// bases and fields.
  llvm::ArrayRef<const MovingRecord *> heldIn(clang::QualType Type);

  /// Adds a blocker. Where `Where` is in no file, the record itself is pointed at.
  void block(const MovingRecord &Record, llvm::StringRef Kind, const llvm::Twine &Reason,
             clang::SourceLocation Where);
  /// Adds a blocker to each candidate among the bytes of `Type`. `Reason` speaks of the object.
  void blockHeld(clang::QualType Type, llvm::StringRef Kind, const llvm::Twine &Reason,
                 clang::SourceLocation Where);
  /// In the order of the source; each said once.
  std::vector<OrderBlockerFact> take();

private:
  clang::ASTContext &Context;
  SourceMap &Map;
  std::vector<MovingRecord> Records;
  llvm::DenseMap<const clang::Decl *, unsigned> Ids; // canonical declarations, indices in Records
  llvm::DenseMap<const clang::Decl *, llvm::SmallVector<const MovingRecord *, 1>> Held;
  std::vector<OrderBlockerFact> Blockers;
};

/// What a pointer, a reference or an array leads to, without qualifiers and arrays around it; the
/// type itself where it is none of these.
clang::QualType pointedTo(clang::QualType Type);

/// Whether memory is read as bytes through this type: char and its kin, std::byte.
bool isByteType(clang::QualType Type);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_ORDEREVIDENCE_H
