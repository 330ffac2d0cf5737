// What a check says: one sentence at one place, the steps that explain it, and the numbers for
// machines. The last value on the path; every sink reads it and nothing else.
#ifndef MEMLINT_ANALYSIS_MODEL_FINDING_H
#define MEMLINT_ANALYSIS_MODEL_FINDING_H

#include "analysis/model/Span.h"
#include "analysis/model/TextEdit.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace memlint {

/// In ascending order of weight.
enum class Severity : std::uint8_t { Note, Warning, Error };

/// `note`, `warning`, `error`: the words of every output.
constexpr std::string_view levelName(Severity Level) {
  switch (Level) {
  case Severity::Note:
    return "note";
  case Severity::Warning:
    return "warning";
  case Severity::Error:
    return "error";
  }
  return "warning";
}

/// A part of the story behind a finding, told in order. Without a place it is said of the finding
/// as a whole.
struct Step {
  Span Where; // may be nowhere
  std::string Message;
  std::vector<std::string> Table{}; // lines under the message, for characters of one width

  bool operator==(const Step &) const = default;
};

/// Numbers by name, for each of several things by name: what differs from target to target.
using NumberTable = std::map<std::string, std::map<std::string, std::uint64_t>>;
using PropertyValue =
    std::variant<bool, std::uint64_t, std::string, std::vector<std::string>, NumberTable>;
/// Named values in the order in which they are printed; the names are part of the contract.
using Properties = std::vector<std::pair<std::string, PropertyValue>>;

struct Finding {
  std::string_view Check; // without the `memlint-` prefix; lives as long as the check itself
  Severity Level = Severity::Warning;
  Span Where; // short: a name or a keyword, never a whole body
  std::string Message;
  std::vector<Step> Steps;
  bool StepsAreFlow = false; // the way of a value or of the execution, in its order
  std::vector<Fix> Fixes;    // alternatives, the best first
  Properties Props;
  /// What the finding is about, without lines and columns: a qualified name and the shape.
  /// Findings of one check in one file are told apart by it.
  std::string Subject;
  std::string Fingerprint; // `hash:n`, hexadecimal and a count from 1; from check, file and
                           // subject; made by runChecks
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_MODEL_FINDING_H
