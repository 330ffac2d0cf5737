// One parsed translation unit in, its facts out. The only way from Clang's world into memlint's:
// nothing of Clang leaves this room. The command, the plugin and the tests all come through here.
#ifndef MEMLINT_ANALYSIS_EXTRACT_EXTRACT_H
#define MEMLINT_ANALYSIS_EXTRACT_EXTRACT_H

#include "analysis/extract/records/KnownDefinitions.h"
#include "analysis/model/Facts.h"

#include <string>
#include <vector>

namespace clang {
class ASTContext;
} // namespace clang

namespace memlint {

struct ExtractOptions {
  /// Absolute, symbolic links resolved. Paths of facts below it are relative to it.
  std::string Root;
  /// Triples of other targets that records with a smaller order are to be measured on.
  std::vector<std::string> Targets;
  /// Whether bodies of functions are lowered to the memory IR.
  bool Lower = false;
  /// As LibraryHeaders has them; the frontend fills them in.
  std::vector<std::string> LibraryDirectories = {};
};

/// Reads what stands outside the system headers. Adds synthetic records to the context's arena, but
/// nothing that a later reader of the AST could meet. `Known` is the caller's from unit to unit;
/// what it holds does not show in the facts.
TuFacts extractFacts(clang::ASTContext &Context, const ExtractOptions &Options,
                     KnownDefinitions &Known);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_EXTRACT_H
