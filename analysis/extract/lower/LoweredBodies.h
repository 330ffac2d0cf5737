// Reads the bodies of a unit: each distinct one once, with the members that the compiler wrote and
// the initializers of globals.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWEREDBODIES_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWEREDBODIES_H

#include "analysis/extract/lower/Lower.h"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace memlint {

class LoweredBodies {
public:
  /// Both outlive it.
  LoweredBodies(clang::ASTContext &Context, SourceMap &Map);

  void read(const clang::FunctionDecl &Function);
  void read(const clang::VarDecl &Variable);
  /// Members without a line in the source.
  void readImplicit(const clang::CXXRecordDecl &Class);

  /// After everything was read: with what stands in headers and is used by what was read.
  std::vector<ir::Function> take();

private:
  void lower(const clang::ValueDecl &D);
  bool mayBeUnused(const clang::ValueDecl &D) const;
  void add(ir::Function Made);

  clang::ASTContext &Context;
  Lowering Lowered;
  bool IsForeign; // Objective-C: its messages and counts are not known here
  std::vector<ir::Function> Functions;
  std::vector<const clang::ValueDecl *> Waiting;           // for something to name them
  std::unordered_multimap<std::size_t, std::size_t> Known; // their indices by what they hold
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_LOWEREDBODIES_H
