// What the opt-in layout checks say about a record's members. Each trait has a cheap condition on
// the members' types that nearly no record meets; only then is Clang asked for changed layouts.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTTRAITS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTTRAITS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include "clang/AST/TypeLoc.h"

#include <vector>

namespace clang {
class ASTContext;
class DeclaratorDecl;
class FieldDecl;
class RecordDecl;
class VarDecl;
} // namespace clang

namespace memlint {

/// The traits of one unit. The context and the map must outlive it.
class LayoutTraits {
public:
  LayoutTraits(clang::ASTContext &Context, SourceMap &Map) : Context(Context), Map(Map) {}

  /// `Fact`: what the same record's layout says, its smaller order included.
  void readRecord(const clang::RecordDecl &Record, const RecordFact &Fact);
  void readVariable(const clang::VarDecl &Variable);
  /// A template's specialization as the source writes it.
  void readSpecialization(const clang::TemplateSpecializationTypeLoc &Written);

  /// The members of the records read so far whose uses in the unit matter (see FieldUses.h).
  llvm::ArrayRef<const clang::FieldDecl *> watched() const { return Watched; }
  std::vector<LayoutTraitFact> take() { return std::move(Traits); }

private:
  void readArray(const clang::DeclaratorDecl &Array);

  clang::ASTContext &Context;
  SourceMap &Map;
  std::vector<LayoutTraitFact> Traits;
  llvm::SmallVector<const clang::FieldDecl *, 0> Watched;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTTRAITS_H
