// The kinds of layout traits, one function each: given a record whose cheap condition holds, the
// trait or nothing. Between LayoutTraits, which asks, and ChangedLayout, which knows.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTTRAITKINDS_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTTRAITKINDS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/model/Facts.h"

#include "clang/AST/DeclTemplate.h"

#include <optional>

namespace memlint {

/// A record, what is known of it, and what is at hand to find out more.
struct TraitRecord {
  clang::ASTContext &Context;
  SourceMap &Map;
  const clang::RecordDecl &Record;
  const RecordFact &Fact;
};

using MaybeTrait = std::optional<LayoutTraitFact>;
using FieldList = llvm::SmallVector<const clang::FieldDecl *, 8>;

/// A trait of the record with these members; the sizes as declared and in the smallest order.
LayoutTraitFact traitOf(const TraitRecord &R, LayoutTrait Kind, const FieldList &Fields = {});

/// The specialization of the standard library's template of this name that a type is, or null.
const clang::ClassTemplateSpecializationDecl *stdSpecialization(clang::QualType Type,
                                                                llvm::StringRef Name);

// Members of other types. Each needs a record that copies match and that is no union.
MaybeTrait boolTrait(const TraitRecord &R, const FieldList &Bools);
MaybeTrait wideEnumTrait(const TraitRecord &R, const FieldList &Enums);
MaybeTrait emptyMemberTrait(const TraitRecord &R, const FieldList &Empties);
MaybeTrait optionalTrait(const TraitRecord &R, const FieldList &Optionals);
MaybeTrait fatDeleterTrait(const TraitRecord &R, const FieldList &Pointers);
MaybeTrait splitBitFieldTrait(const TraitRecord &R);
MaybeTrait baseTailTrait(const TraitRecord &R);

// Where members stand.
MaybeTrait straddlingFieldTrait(const TraitRecord &R, const clang::FieldDecl &Field);
MaybeTrait contendedTrait(const TraitRecord &R, const FieldList &Contended);
MaybeTrait largeMemberTrait(const TraitRecord &R);
MaybeTrait largeAlternativeTrait(const TraitRecord &R, const clang::FieldDecl &Variant);

// Arrays, of a record or a variable.
MaybeTrait straddlingElementsTrait(clang::ASTContext &Context, SourceMap &Map,
                                   const clang::DeclaratorDecl &Array);
MaybeTrait overAlignedTrait(clang::ASTContext &Context, SourceMap &Map,
                            const clang::DeclaratorDecl &Array);

MaybeTrait tupleOrderTrait(clang::ASTContext &Context, SourceMap &Map,
                           const clang::TemplateSpecializationTypeLoc &Written);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_LAYOUTTRAITKINDS_H
