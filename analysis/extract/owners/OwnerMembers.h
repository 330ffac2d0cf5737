// Private smart pointers of classes of which all code that may touch them is known by name, and
// what the bodies in this unit do with them: what escape-inline-member and escape-unshared join
// over all units.
#ifndef MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERMEMBERS_H
#define MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERMEMBERS_H

#include "analysis/extract/SourceMap.h"
#include "analysis/extract/lower/UnitSymbols.h"
#include "analysis/model/Facts.h"

#include "clang/AST/DeclCXX.h"

namespace memlint {

class OwnerMembers {
public:
  /// All outlive it.
  OwnerMembers(clang::ASTContext &Context, SourceMap &Map, TuFacts &Facts)
      : Context(Context), Map(Map), Facts(Facts), Symbols(Context, Map) {}

  /// Any definition of a class; once.
  void read(const clang::CXXRecordDecl &Class);

private:
  struct Member {
    const clang::FieldDecl *Field = nullptr;
    clang::QualType Object;
    bool Shared = false;
  };

  std::vector<Member> candidates(const clang::CXXRecordDecl &Class) const;
  bool isWhole(const clang::FieldDecl &Field, clang::QualType Object) const;
  void readMember(const clang::CXXRecordDecl &Class, const Member &M,
                  llvm::ArrayRef<const clang::FunctionDecl *> Functions);

  clang::ASTContext &Context;
  SourceMap &Map;
  TuFacts &Facts;
  UnitSymbols Symbols;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_OWNERS_OWNERMEMBERS_H
