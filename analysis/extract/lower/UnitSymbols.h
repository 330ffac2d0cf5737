// The symbols of a unit's functions and globals, each made once: their USRs, the names that models
// know them by, and what their declarations say. The lowering puts copies into each function.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_UNITSYMBOLS_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_UNITSYMBOLS_H

#include "analysis/model/MemoryIr.h"

#include "llvm/ADT/DenseMap.h"

#include <map>
#include <string>
#include <utility>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class Decl;
class FunctionDecl;
class NamedDecl;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace memlint {

class SourceMap;

/// The declaration's name with all scopes around it, without template arguments and inline
/// namespaces.
std::string plainQualifiedName(const clang::NamedDecl &D);

/// What the attributes of a function or variable say of memory.
std::vector<ir::Attribute> memoryAttributes(const clang::ValueDecl &D);

/// Whether all that the function does is to answer, or to make an object, by what it is given: as
/// its attributes say, or because the library's compilers can do it as well (`constexpr`).
bool answersByArguments(const clang::FunctionDecl &F);

class UnitSymbols {
public:
  /// Both outlive the symbols.
  UnitSymbols(clang::ASTContext &Context, SourceMap &Map);

  /// Of a function or a global. `Object` is the class of the expression that a method is called on:
  /// where the standard library declares the method in a base with a reserved name, as
  /// std::__shared_ptr, the symbol bears the name of the class that users know.
  const ir::Symbol &of(const clang::ValueDecl &D, const clang::CXXRecordDecl *Object = nullptr);
  bool has(const clang::ValueDecl &D) const { return Known.contains(D.getCanonicalDecl()); }
  /// Of a string literal and whatever else is constant, static and has no name.
  const ir::Symbol &literal() const { return Literal; }
  std::string usr(const clang::Decl &D);

private:
  std::string ownerOf(const clang::NamedDecl &D);
  ir::Symbol made(const clang::ValueDecl &D);
  std::uint32_t functionFlags(const clang::FunctionDecl &F) const;
  std::uint32_t variableFlags(const clang::VarDecl &V) const;

  clang::ASTContext &Context;
  SourceMap &Map;
  std::string UnitPrefix; // before the USRs of what no other unit has
  llvm::DenseMap<const clang::Decl *, ir::Symbol> Known;
  std::map<std::pair<const clang::Decl *, const clang::Decl *>, ir::Symbol> Renamed;
  ir::Symbol Literal;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_UNITSYMBOLS_H
