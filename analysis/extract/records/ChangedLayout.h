// Asks Clang for the layout of a record some of whose members are of other types, are bit-fields or
// have an attribute more, through a synthetic record as HypotheticalLayout does; what is said there
// of copies that do not match holds here too.
#ifndef MEMLINT_ANALYSIS_EXTRACT_RECORDS_CHANGEDLAYOUT_H
#define MEMLINT_ANALYSIS_EXTRACT_RECORDS_CHANGEDLAYOUT_H

#include "clang/AST/Type.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class FieldDecl;
class RecordDecl;
} // namespace clang

namespace memlint {

/// A field of the changed record.
struct ChangedField {
  const clang::FieldDecl *From = nullptr; // null: a field more, without name
  clang::QualType Type = {};              // null: as `From`
  std::optional<unsigned> BitWidth = {};  // makes it a bit-field
  bool NoUniqueAddress = false;           // adds the attribute
  bool Private = false;                   // so that the record is no POD
};

/// All fields of the record, none of them changed yet.
std::vector<ChangedField> unchangedFields(const clang::RecordDecl &Record);

/// The size in bytes, by Clang's own layout, of the record with these fields in this order.
std::uint64_t sizeWithFields(clang::ASTContext &Context, const clang::RecordDecl &Record,
                             std::span<const ChangedField> Fields);

/// The size in bytes of a plain struct of members of these types.
std::uint64_t sizeOfStruct(clang::ASTContext &Context, std::span<const clang::QualType> Types);

/// The size in bytes of the record, were its only base no POD but a class with private fields: then
/// the record's own fields may stand in the base's tail padding, where the target's rule is that of
/// POD in C++03.
std::uint64_t sizeWithOpenBase(clang::ASTContext &Context, const clang::CXXRecordDecl &Record);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_RECORDS_CHANGEDLAYOUT_H
