// Hears Clang's diagnostics while a unit is parsed or compiled and shows nothing: what a unit's
// compile errors are known by.
#ifndef MEMLINT_ANALYSIS_EXTRACT_ERRORCOUNTER_H
#define MEMLINT_ANALYSIS_EXTRACT_ERRORCOUNTER_H

#include "clang/Basic/Diagnostic.h"

#include <string>
#include <vector>

namespace memlint {

/// Counts errors and keeps the first. Collects what it is given a list for, as parseAndExtract says
/// of its `Diagnostics`.
class ErrorCounter : public clang::DiagnosticConsumer {
public:
  explicit ErrorCounter(llvm::StringRef Root, std::vector<std::string> *Diagnostics = nullptr)
      : Root(Root), Diagnostics(Diagnostics) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

  std::string FirstError; // `file:line:column: text`

private:
  std::string line(clang::DiagnosticsEngine::Level Level, const clang::Diagnostic &Info) const;

  std::string Root;
  std::vector<std::string> *Diagnostics;
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_ERRORCOUNTER_H
