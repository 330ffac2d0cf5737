// The types of a unit's objects as the memory IR describes them, each read once. The lowering puts
// copies into each function.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_UNITTYPES_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_UNITTYPES_H

#include "analysis/model/MemoryIr.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/PrettyPrinter.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"

namespace memlint {

class SourceMap;

/// A type without the indices that only a function gives to it.
struct KnownType {
  ir::Type Shown;
  clang::QualType Element; // of Shown.Element; null for none
  const clang::CXXMethodDecl *CallOperator = nullptr;
  const clang::CXXDestructorDecl *Destructor = nullptr;
};

class UnitTypes {
public:
  /// Both outlive the types.
  UnitTypes(clang::ASTContext &Context, SourceMap &Map);

  /// `Type` is canonical and has no qualifiers.
  const KnownType &of(clang::QualType Type);
  /// Whether an object of the type can hold an address: a pointer, a reference or a class with
  /// some.
  bool holdsPointers(clang::QualType Type);
  /// What the memory IR calls a field: with its class where a base has one of that name, too.
  std::string fieldName(const clang::FieldDecl &Field);

private:
  KnownType made(clang::QualType Type);
  void describeRecord(const clang::CXXRecordDecl &Class, KnownType &Made) const;
  std::string nameOf(clang::QualType Type);
  bool recordHoldsPointers(const clang::RecordDecl &Record);

  clang::ASTContext &Context;
  SourceMap &Map;
  clang::PrintingPolicy Policy;
  llvm::DenseMap<const void *, KnownType> Known;
  llvm::DenseMap<const void *, bool> Holds;
  llvm::DenseMap<const clang::FieldDecl *, bool> Hides; // one of a base
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_UNITTYPES_H
