// Findings as one SARIF 2.1.0 log with one run, for GitHub code scanning first and for every other
// reader of SARIF: rules with their documentation, places relative to the project's root, related
// places linked from the message, fingerprints, the numbers of each finding, the units that failed.
#ifndef MEMLINT_TOOL_SARIFOUTPUT_H
#define MEMLINT_TOOL_SARIFOUTPUT_H

#include "tool/Report.h"

#include <string>

namespace memlint {

struct SarifOptions {
  std::string Version; // of memlint, as in Semantic Versioning
  /// Tells several uploads for one commit apart. Empty: left to the uploader, whose own category an
  /// id in the file would overrule.
  std::string Category;
};

/// The whole document, ending in a newline. The same report gives the same bytes on every machine:
/// no clock, no absolute path but those of files outside the root. Bytes that are not UTF-8 become
/// U+FFFD. Properties of a result are Finding::Props under their own names; its
/// rank, where --codegen gave it one, says whether the allocation survives.
std::string renderSarif(const Report &R, const SarifOptions &Options);

} // namespace memlint

#endif // MEMLINT_TOOL_SARIFOUTPUT_H
