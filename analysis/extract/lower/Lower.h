// The way in to the lowering: a function body, or the initializer of a global, becomes a function
// of the memory IR. The unit's symbols and types are read once and shared by all its bodies.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWER_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWER_H

#include "analysis/model/MemoryIr.h"

#include <memory>
#include <optional>
#include <vector>

namespace clang {
class ASTContext;
class CXXRecordDecl;
class FunctionDecl;
class ValueDecl;
class VarDecl;
} // namespace clang

namespace memlint {

class SourceMap;
struct LoweredUnit;

class Lowering {
public:
  /// Both outlive it.
  Lowering(clang::ASTContext &Context, SourceMap &Map);
  ~Lowering();

  /// A function with a body; nothing where it is a template or its body has errors.
  std::optional<ir::Function> function(const clang::FunctionDecl &Function);
  /// A global whose initializer runs code, or keeps an address.
  std::optional<ir::Function> global(const clang::VarDecl &Global);
  /// The same of all bodies that the compiler wrote for a class: copies, moves, destructors.
  std::vector<ir::Function> implicitMembers(const clang::CXXRecordDecl &Class);
  /// Whether anything that was lowered names it.
  bool mentions(const clang::ValueDecl &D) const;

private:
  std::uint32_t placeFlags(const clang::ValueDecl &D) const;

  std::unique_ptr<LoweredUnit> Unit;
};

std::optional<ir::Function> lowerFunction(clang::ASTContext &Context, SourceMap &Map,
                                          const clang::FunctionDecl &Function);
std::optional<ir::Function> lowerGlobal(clang::ASTContext &Context, SourceMap &Map,
                                        const clang::VarDecl &Global);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWER_H
